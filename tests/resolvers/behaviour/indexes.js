const PAIR = (doing) =>
  `When ${doing} any part of the composite sort key for @index 'postsByTitleAndRankAndDay', you must provide all fields for the key.`;

function play(api) {
  const create = (input) => void api.gives('Mutation.createPost', { input }, { ...input, ...composite(input) });
  const composite = ({ rank, day }) => (rank === undefined ? {} : { 'rank#day': `${rank}#${day}` });
  create({ id: 'a', title: 'x', kind: 'NEWS', rank: 9, day: '2026-01-02', text: 'A' });
  create({ id: 'b', title: 'x', kind: 'NEWS', rank: 10, day: '2026-01-01', text: 'B' });
  create({ id: 'c', title: 'x', kind: 'NEWS', rank: 100, day: '2026-01-03' });
  create({ id: 'd', title: 'y', kind: 'SPORT', rank: 9, day: '2026-01-02' });
  create({ id: 'e', title: 'x', kind: 'NEWS' });
  create({ id: 'f' });

  const ids = (name, args, wanted) => api.names(`Query.${name}`, args, 'id', wanted);
  ids('listPostByTitle', { title: 'x' }, ['a', 'b', 'c', 'e']);
  ids('listPostByTitle', { title: 'z' }, []);
  api.asks('Query.listPostByTitle', { title: 'x' }, { operation: 'Query', index: 'postsByTitle' });

  // a number; what has none is not in the index
  ids('ranked', { kind: 'NEWS' }, ['a', 'b', 'c']);
  ids('ranked', { kind: 'NEWS', sortDirection: 'DESC' }, ['c', 'b', 'a']);
  ids('ranked', { kind: 'NEWS', rank: { eq: 10 } }, ['b']);
  ids('ranked', { kind: 'NEWS', rank: { lt: 10 } }, ['a']);
  ids('ranked', { kind: 'NEWS', rank: { le: 10 } }, ['a', 'b']);
  ids('ranked', { kind: 'NEWS', rank: { gt: 10 } }, ['c']);
  ids('ranked', { kind: 'NEWS', rank: { ge: 10 } }, ['b', 'c']);
  ids('ranked', { kind: 'NEWS', rank: { between: [9, 10] } }, ['a', 'b']);
  ids('ranked', { kind: 'NEWS', rank: { gt: 9 }, filter: { text: { attributeExists: true } } }, ['b']);
  api.asks('Query.ranked', { kind: 'NEWS' }, { index: 'postsByKindAndRank' });

  // a text, and only the keys
  ids('dated', { kind: 'NEWS' }, ['b', 'a', 'c']);
  ids('dated', { kind: 'NEWS', day: { beginsWith: '2026-01-0' }, sortDirection: 'DESC' }, ['c', 'a', 'b']);
  ids('dated', { kind: 'NEWS', day: { between: ['2026-01-01', '2026-01-02'] } }, ['b', 'a']);
  const keys = [{ id: 'b', kind: 'NEWS', day: '2026-01-01' }];
  api.lists('Query.dated', { kind: 'NEWS', day: { lt: '2026-01-02' } }, keys);
  api.asks('Query.dated', { kind: 'NEWS' }, { index: 'byDay' });

  // two fields as one text, and one field more
  ids('sorted', { title: 'x' }, ['b', 'c', 'a']);
  ids('sorted', { title: 'x', rankDay: { beginsWith: { rank: 10 } } }, ['b', 'c']);
  ids('sorted', { title: 'x', rankDay: { eq: { rank: 10, day: '2026-01-01' } } }, ['b']);
  ids('sorted', { title: 'x', rankDay: { ge: { rank: 100 } }, sortDirection: 'DESC' }, ['a', 'c']);
  const included = [{ id: 'b', title: 'x', 'rank#day': '10#2026-01-01', text: 'B' }];
  api.lists('Query.sorted', { title: 'x', rankDay: { lt: { rank: 100 } } }, included);

  changes(api);
  partsOfIdentifiers(api);
}

function changes(api) {
  const fields = ['rank', 'day'];
  for (const field of fields) {
    const missing = fields.find((it) => it !== field);
    const input = { id: 'g', [field]: field === 'rank' ? 1 : '2026-01-01' };
    api.refuses('Mutation.createPost', { input }, `${PAIR('creating')} Missing key: '${missing}'.`);
    const change = { ...input, id: 'a' };
    api.refuses('Mutation.updatePost', { input: change }, `${PAIR('updating')} Missing key: '${missing}'.`);
  }

  // without a part of its key, an item leaves an index
  api.gives('Mutation.updatePost', { input: { id: 'a', rank: 1, day: null } }, {
    id: 'a', title: 'x', kind: 'NEWS', rank: 1, text: 'A',
  });
  api.names('Query.sorted', { title: 'x' }, 'id', ['b', 'c']);
  api.names('Query.dated', { kind: 'NEWS' }, 'id', ['b', 'c']);
  api.names('Query.ranked', { kind: 'NEWS' }, 'id', ['a', 'b', 'c']);
  api.gives('Mutation.updatePost', { input: { id: 'a', rank: 2, day: '2026-01-09' } }, {
    id: 'a', title: 'x', kind: 'NEWS', rank: 2, day: '2026-01-09', 'rank#day': '2#2026-01-09', text: 'A',
  });
  api.names('Query.sorted', { title: 'x' }, 'id', ['b', 'c', 'a']);
  api.gives('Mutation.updatePost', { input: { id: 'b', title: null } }, {
    id: 'b', kind: 'NEWS', rank: 10, day: '2026-01-01', 'rank#day': '10#2026-01-01', text: 'B',
  });
  api.names('Query.listPostByTitle', { title: 'x' }, 'id', ['c', 'e', 'a']);

  // or is not in it from the beginning
  const nothing = { title: null, kind: null, rank: null, day: null, text: null };
  api.gives('Mutation.createPost', { input: { id: 'h', ...nothing } }, { id: 'h', text: null });
  api.gives('Mutation.createPost', { input: { id: 'i', title: 'x', rank: 1, day: null } }, { id: 'i', title: 'x', rank: 1 });
  api.names('Query.sorted', { title: 'x' }, 'id', ['c', 'a']);
}

// The identifier comes with every update, and does not change.
function partsOfIdentifiers(api) {
  const seat = { hall: 'main', row: 1, who: 'ann' };
  const missing = "When creating any part of the composite sort key for @index 'seatsByWhoAndRowAndSince', you must provide all fields for the key. Missing key: 'since'.";
  api.refuses('Mutation.createSeat', { input: seat }, missing);
  const stored = { ...seat, since: 's', 'row#hall': '1#main', 'row#since': '1#s' };
  api.gives('Mutation.createSeat', { input: { ...seat, since: 's' } }, stored);
  api.gives('Mutation.updateSeat', { input: { hall: 'main', row: 1, who: 'bob' } }, { ...stored, who: 'bob' });
  const later = { ...stored, who: 'bob', since: 't', 'row#since': '1#t' };
  api.gives('Mutation.updateSeat', { input: { hall: 'main', row: 1, since: 't' } }, later);
  api.lists('Query.held', { who: 'bob', rowHall: { eq: { row: 1, hall: 'main' } } }, [later]);
  api.lists('Query.heldSince', { who: 'bob', rowSince: { beginsWith: { row: 1 } } }, [later]);
  api.lists('Query.held', { who: 'ann' }, []);
}
