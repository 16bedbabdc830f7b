function play(api) {
  for (let n = 1; n <= 5; n += 1) {
    api.call('Mutation.createNote', { input: { id: `n${n}`, text: 'x', stars: n } });
    api.call('Mutation.createPlace', { input: { name: 'x', n } });
  }
  const lists = [
    ['Query.listNotes', {}, 'id', ['n1', 'n2', 'n3', 'n4', 'n5']],
    ['Query.listPlaces', {}, 'n', [1, 2, 3, 4, 5]],
    ['Query.listPlaces', { name: 'x' }, 'n', [1, 2, 3, 4, 5]],
    ['Query.listPlaces', { name: 'x', n: { gt: 1 }, sortDirection: 'DESC' }, 'n', [5, 4, 3, 2]],
    ['Query.listNoteByTextAndStars', { text: 'x' }, 'id', ['n1', 'n2', 'n3', 'n4', 'n5']],
    ['Query.listNoteByTextAndStars', { text: 'x', sortDirection: 'DESC' }, 'id', ['n5', 'n4', 'n3', 'n2', 'n1']],
  ];
  for (const [name, args, attribute, all] of lists) {
    api.asks(name, args, { limit: 100, nextToken: null });
    api.asks(name, { ...args, limit: null, nextToken: null }, { limit: 100, nextToken: null });
    for (const limit of [1, 2, 3, 5, 6, 1000]) {
      let nextToken = null;
      for (let from = 0; from < all.length; from += limit) {
        const page = { ...args, limit, nextToken };
        api.asks(name, page, { limit, nextToken });
        nextToken = api.names(name, page, attribute, all.slice(from, from + limit));
      }
      api.expect(`the end of ${name}`, nextToken, null);
    }
  }

  // the limit is of what is read: a page may be short, or empty, and not the last one
  const few = { filter: { stars: { ge: 4 } }, limit: 2 };
  const second = api.names('Query.listNotes', few, 'id', []);
  const third = api.names('Query.listNotes', { ...few, nextToken: second }, 'id', ['n4']);
  api.names('Query.listNotes', { ...few, nextToken: third }, 'id', ['n5']);

  filters(api);
}

function filters(api) {
  api.call('Mutation.createNote', { input: { id: 'n6', text: 'other text' } });
  const finds = (filter, wanted) => api.names('Query.listNotes', { filter }, 'id', wanted);
  const all = ['n1', 'n2', 'n3', 'n4', 'n5', 'n6'];
  finds(null, all);
  finds({}, all);
  finds({ stars: { eq: 2 } }, ['n2']);
  finds({ stars: { ne: 2 } }, ['n1', 'n3', 'n4', 'n5']);
  finds({ stars: { gt: 1, lt: 4 } }, ['n2', 'n3']);
  finds({ stars: { between: [2, 3] } }, ['n2', 'n3']);
  finds({ stars: { attributeExists: false } }, ['n6']);
  finds({ text: { contains: 'er te' } }, ['n6']);
  finds({ text: { notContains: 'x' } }, []);
  finds({ text: { beginsWith: 'o' } }, ['n6']);
  finds({ text: { eq: 'x' }, stars: { le: 2 } }, ['n1', 'n2']);
  finds({ or: [{ stars: { eq: 1 } }, { stars: { eq: 5 } }] }, ['n1', 'n5']);
  finds({ and: [{ stars: { ge: 2 } }, { stars: { le: 4 } }], not: { stars: { eq: 3 } } }, ['n2', 'n4']);
  finds({ not: { or: [{ stars: { gt: 1 } }, { text: { ne: 'x' } }] } }, ['n1']);

  const unknown = { filter: { text: 'x' } };
  api.refuses('Query.listNotes', unknown, 'Unable to process the filter expression', 'Unrecognized Filter');
}
