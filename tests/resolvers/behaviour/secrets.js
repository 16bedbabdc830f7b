const REFUSED = ['Not Authorized', 'Unauthorized'];

function user(name, groups = []) {
  return {
    mode: 'User Pool Authorization',
    identity: { claims: { sub: `sub-${name}`, username: name, 'cognito:groups': groups } },
  };
}

function partner(username) {
  return { mode: 'Open ID Connect Authorization', identity: { claims: { sub: 'x', username } } };
}

function play(api) {
  const as = (caller) => Object.assign(api.context, caller);
  keys(api, as);
  names(api, as);
  listening(api, as);
}

function keys(api, as) {
  as(user('ada', ['ADMINS']));
  api.call('Mutation.createCase', { input: { tenant: 't', no: 'secret', text: 'a' } });
  api.names('Query.listCases', { tenant: 't', no: { beginsWith: 's' } }, 'text', ['a']);
  as(user('eve', ['EDITORS']));
  api.names('Query.listCases', {}, 'text', ['a']);
  api.refuses('Query.listCases', { tenant: 't', no: { beginsWith: 's' } }, ...REFUSED);
  api.refuses('Query.listCases', { tenant: 't' }, ...REFUSED);
  api.refuses('Query.listCases', { filter: { no: { beginsWith: 's' } } }, 'Unauthorized on [no]', 'Unauthorized');

  as(user('ann'));
  api.call('Mutation.createPaper', { input: { tenant: 't', code: 'anns', mark: 'a' } });
  as(user('bob'));
  api.call('Mutation.createPaper', { input: { tenant: 't', code: 'bobs', mark: 'b' } });
  api.names('Query.listPapers', {}, 'mark', ['a', 'b']);
  api.names('Query.listPapers', { tenant: 't', code: { beginsWith: 'a' } }, 'mark', []);
  api.names('Query.listPapers', { tenant: 't' }, 'mark', ['b']);
  api.names('Query.listPapers', { tenant: 't', filter: { mark: { eq: 'b' } } }, 'mark', ['b']);
  as(user('ada', ['ADMINS']));
  api.names('Query.listPapers', { tenant: 't', code: { beginsWith: 'a' } }, 'mark', ['a']);
}

// with a filter, AppSync looks at nothing else
function listening(api, as) {
  as(user('ann'));
  const heard = (args) => api.call('Subscription.onUpdateShown', args).filter;
  const [owner, text] = [
    { fieldName: 'owner', operator: 'eq', value: 'bob' },
    { fieldName: 'text', operator: 'eq', value: 'x' },
  ];
  api.expect('an owner', heard({ owner: 'bob' }), null);
  api.expect('a filter', heard({ filter: { text: { eq: 'x' } } }), { filterGroup: [{ filters: [text] }] });
  const both = heard({ owner: 'bob', filter: { text: { eq: 'x' } } });
  api.expect('both', both, { filterGroup: [{ filters: [owner, text] }] });
}

function names(api, as) {
  as(user('vic'));
  api.call('Mutation.createPlan', { input: { id: 'vics', text: 'v' } });
  for (const name of ['sub-vic::vic', 'sub-vic::other']) {
    as(partner(name));
    api.refuses('Mutation.createPlan', { input: { text: 'x' } }, ...REFUSED);
    api.fails('Mutation.deletePlan', { input: { id: 'vics' } }, ...REFUSED);
    api.fails('Mutation.updatePlan', { input: { id: 'vics', text: 'x' } }, ...REFUSED);
    api.fails('Query.getPlan', { id: 'vics' }, ...REFUSED);
  }
  as(partner('pat'));
  api.gives('Mutation.createPlan', { input: { id: 'pats' } }, { id: 'pats', owner: 'pat' });
  api.gives('Query.getPlan', { id: 'pats' }, { id: 'pats', owner: 'pat' });
}
