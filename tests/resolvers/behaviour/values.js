function play(api) {
  defaults(api);
  validation(api);
  times(api);
}

function defaults(api) {
  const given = { title: 'untitled', stars: 0, price: 1.5, draft: false, extra: { a: [1] } };
  api.gives('Mutation.createPost', { input: { id: 'a' } }, { id: 'a', ...given });
  api.gives('Mutation.createPost', { input: {} }, { id: 'auto1', ...given });
  const nothing = { title: null, stars: null, price: null, draft: null, extra: null };
  api.gives('Mutation.createPost', { input: { id: 'b', ...nothing } }, { id: 'b', ...given });
  const own = { title: '', stars: 1, price: 0, draft: true, extra: {} };
  api.gives('Mutation.createPost', { input: { id: 'c', ...own } }, { id: 'c', ...own });
  // only new items have them
  api.gives('Mutation.updatePost', { input: { id: 'a', stars: null } }, {
    id: 'a', title: 'untitled', price: 1.5, draft: false, extra: { a: [1] },
  });
  // what has none, and no value, stays as it is written
  api.gives('Mutation.createPost', { input: { id: 'd', kind: null } }, { id: 'd', kind: null, ...given });
}

function validation(api) {
  const good = { name: 'abyz', code: 'abc', rank: 2, size: 0.5, plus: 1, minus: -1, given: 4 };
  const of = (field, what) => `Field ${field} of type Checked must ${what}`;
  const bad = [
    [{ name: '' }, 'too short'],
    [{ name: 'a' }, 'too short'],
    [{ name: 'abcdz' }, of('name', 'have a maximum length of 4')],
    [{ name: 'bz' }, of('name', 'start with a')],
    [{ name: 'baz' }, of('name', 'start with a')],
    [{ name: 'ab' }, "it's no z"],
    [{ name: 'azb' }, "it's no z"],
    // the first rule that does not hold, of the first field
    [{ name: 'b', code: '1' }, 'too short'],
    [{ code: 'a1' }, 'only letters'],
    [{ code: '' }, 'only letters'],
    [{ rank: 1 }, of('rank', 'be greater than 1')],
    [{ rank: 10 }, of('rank', 'be less than 10')],
    [{ size: 0.4 }, of('size', 'be greater than or equal to 0.5')],
    [{ size: 2.1 }, of('size', 'be less than or equal to 2')],
    [{ plus: 0 }, 'not above zero'],
    [{ minus: 0 }, of('minus', 'be less than 0')],
    [{ given: 3 }, of('given', 'be greater than 3')],
  ];
  api.gives('Mutation.createChecked', { input: { id: 'a', ...good } }, { id: 'a', ...good });
  for (const [values, message] of bad) {
    api.refuses('Mutation.createChecked', { input: { id: 'b', ...good, ...values } }, message);
    api.refuses('Mutation.updateChecked', { input: { id: 'a', ...values } }, message);
  }
  const edges = { name: 'az', rank: 9, size: 2 };
  api.gives('Mutation.updateChecked', { input: { id: 'a', ...edges } }, { id: 'a', ...good, ...edges });
  // what is not there needs no rule
  const nothing = Object.fromEntries(Object.keys(good).map((name) => [name, null]));
  api.gives('Mutation.createChecked', { input: { id: 'c' } }, { id: 'c', given: 5 });
  api.gives('Mutation.createChecked', { input: { id: 'd', ...nothing } }, { id: 'd', ...nothing, given: 5 });
  api.gives('Mutation.updateChecked', { input: { id: 'a', ...nothing } }, { id: 'a' });
}

function times(api) {
  const stored = (table, id) => api.tables[table].items.find((it) => it.id === id);
  const is = (table, item) => api.expect(item.id, stored(table, item.id), item);
  for (const [model, table] of [['Post', 'PostTable'], ['Stamped', 'StampedTable']]) {
    api.tables[table].items = [];
    const given = model === 'Post' ? { title: 'untitled', stars: 0, price: 1.5, draft: false, extra: { a: [1] } } : {};
    api.time = 99;
    api.call(`Mutation.create${model}`, { input: { id: 'a' } });
    is(table, { id: 'a', __typename: model, createdAt: at(100), updatedAt: at(100), ...given });
    api.call(`Mutation.update${model}`, { input: { id: 'a' } });
    is(table, { id: 'a', __typename: model, createdAt: at(100), updatedAt: at(101), ...given });
    api.call(`Mutation.delete${model}`, { input: { id: 'a' } });
    api.expect('what is left', stored(table, 'a'), undefined);
  }
  // the caller's own
  api.call('Mutation.createStamped', { input: { id: 'b', createdAt: 'c', updatedAt: at(0) } });
  is('StampedTable', { id: 'b', __typename: 'Stamped', createdAt: 'c', updatedAt: at(0) });
  api.call('Mutation.updateStamped', { input: { id: 'b', createdAt: 'd', updatedAt: at(1) } });
  is('StampedTable', { id: 'b', __typename: 'Stamped', createdAt: 'd', updatedAt: at(1) });
  // a number is no time
  api.time = 199;
  api.call('Mutation.createCounted', { input: { id: 'c', text: 'x' } });
  is('CountedTable', { id: 'c', __typename: 'Counted', text: 'x', updatedAt: at(200) });
  // the answers of mutations say that they are such
  const came = api.call('Mutation.updateCounted', { input: { id: 'c', createdAt: 3 } });
  const answer = { id: 'c', __typename: 'Counted', __operation: 'Mutation', text: 'x', createdAt: 3, updatedAt: at(201) };
  api.expect('the answer', came.data, answer);
  api.expect('reading it', api.call('Query.getCounted', { id: 'c' }).data.__operation, undefined);
}
