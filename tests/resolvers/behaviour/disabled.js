function play(api) {
  const has = (model, wanted) => {
    const names = Object.keys(api.fields).filter((it) => new RegExp(`\\.\\w*${model}(s|By\\w+)?$`).test(it));
    api.expect(model, names.sort(), wanted.sort());
  };
  has('All', [
    'Query.getAll', 'Query.listAlls', 'Mutation.createAll', 'Mutation.updateAll', 'Mutation.deleteAll',
    'Subscription.onCreateAll', 'Subscription.onUpdateAll', 'Subscription.onDeleteAll',
  ]);
  has('Queries', [
    'Query.listQueriesByText', 'Mutation.createQueries', 'Mutation.updateQueries', 'Mutation.deleteQueries',
    'Subscription.onCreateQueries', 'Subscription.onUpdateQueries', 'Subscription.onDeleteQueries',
  ]);
  has('Mutations', ['Query.getMutations', 'Query.listMutations']);
  has('Subscriptions', [
    'Query.getSubscriptions', 'Query.listSubscriptions', 'Mutation.createSubscriptions', 'Mutation.updateSubscriptions',
    'Mutation.deleteSubscriptions',
  ]);
  has('Some', [
    'Query.listSomes', 'Mutation.createSome', 'Mutation.deleteSome', 'Subscription.onCreateSome',
  ]);
  has('Other', ['Query.getOther', 'Mutation.updateOther']);

  // relations do not need them
  const item = { id: 'b', aId: 'a', text: 'x' };
  api.gives('Mutation.createAll', { input: { id: 'a' } }, { id: 'a' });
  api.gives('Mutation.createQueries', { input: item }, item);
  api.lists('All.bs', {}, [item], null, { id: 'a' });
  api.gives('Queries.all', {}, { id: 'a' }, item);
  api.lists('Query.listQueriesByText', { text: 'x' }, [item]);
}
