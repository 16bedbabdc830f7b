function play(api) {
  const events = [];
  const answers = (name, answer) => {
    api.functions[name] = (event) => {
      events.push(event);
      return answer(event);
    };
  };
  const payload = (typeName, fieldName, args, prev) => {
    const event = { typeName, fieldName, arguments: args, identity: null, source: null, request: { headers: {} } };
    return prev ? { ...event, prev } : event;
  };
  const fail = (text) => () => {
    throw text;
  };
  const saw = (...wanted) => api.expect('what functions were given', events.splice(0), wanted);

  answers('WorkerFunction', (event) => `${event.fieldName} ${event.arguments.text}`);
  answers('HelperFunction', (event) => `${event.prev.result}!`);
  api.gives('Query.say', { text: 'a' }, 'say a');
  saw(payload('Query', 'say', { text: 'a' }));
  api.gives('Mutation.change', { text: 'b' }, 'change b');
  saw(payload('Mutation', 'change', { text: 'b' }));
  api.asks('Query.say', { text: 'a' }, { operation: 'Invoke', invocationType: null });
  events.splice(0);

  // each sees what the one before gave
  api.gives('Query.both', {}, 'both undefined!');
  saw(payload('Query', 'both', {}, {}), payload('Query', 'both', {}, { result: 'both undefined' }));

  // nobody waits for the answer
  api.gives('Mutation.later', { text: 'c' }, { success: true });
  saw(payload('Mutation', 'later', { text: 'c' }));
  api.asks('Mutation.later', {}, { operation: 'Invoke', invocationType: 'Event' });
  events.splice(0);
  api.gives('Mutation.then', {}, { success: true });
  saw(payload('Mutation', 'then', {}, {}), payload('Mutation', 'then', {}, { result: 'then undefined' }));
  api.asks('Mutation.then', {}, { invocationType: 'Event' });
  events.splice(0);

  answers('HelperFunction', fail('no help'));
  api.fails('Query.both', {}, 'no help', 'Lambda:Unhandled');
  const late = api.call('Mutation.then', {});
  api.expect('the answer', late.data, { success: false });
  api.expect('what is told beside it', late.errors, [{ message: 'no help', type: 'Lambda:Unhandled' }]);
  answers('WorkerFunction', fail('no work'));
  api.fails('Query.say', { text: 'a' }, 'no work', 'Lambda:Unhandled');
  api.fails('Query.both', {}, 'no work', 'Lambda:Unhandled');
  api.fails('Mutation.then', {}, 'no work', 'Lambda:Unhandled');

  api.gives('Query.own', { text: 'd' }, 'own d');

  for (const name of ['onCreateNote', 'onUpdateNote', 'onDeleteNote']) {
    const listens = (args, filter) => {
      const came = api.call(`Subscription.${name}`, args);
      api.expect(`${name} ${JSON.stringify(args)}`, [came.error, came.data, came.filter], [undefined, null, filter]);
    };
    listens({}, null);
    listens({ filter: null }, null);
    listens({ filter: {} }, null);
    const message = 'Unable to process the filter expression';
    const failed = api.call(`Subscription.${name}`, { filter: { text: 'a' } });
    api.expect('what cannot be told', failed.error, { message, type: 'Unrecognized Filter' });
    const filter = { text: { beginsWith: 'a' } };
    listens({ filter }, { filterGroup: [{ filters: [{ fieldName: 'text', operator: 'beginsWith', value: 'a' }] }] });
  }
}
