const INVALID = 'InvalidArgumentsError';

function play(api) {
  byId(api);
  byOneField(api);
  byTwoFields(api);
  byThreeFields(api);
}

function byId(api) {
  api.gives('Mutation.createNote', { input: { text: 'a' } }, { id: 'auto1', text: 'a' });
  api.gives('Mutation.createNote', { input: { id: null, text: 'b' } }, { id: 'auto2', text: 'b' });
  api.gives('Mutation.createNote', { input: { id: 'own', text: 'c' } }, { id: 'own', text: 'c' });
  // nothing is overwritten
  api.isNotMet('Mutation.createNote', { input: { id: 'own', text: 'd' } });
  api.gives('Query.getNote', { id: 'own' }, { id: 'own', text: 'c' });
  api.gives('Query.getNote', { id: 'none' }, null);
  api.asks('Query.getNote', { id: 'own' }, { operation: 'GetItem', key: { id: { S: 'own' } } });

  api.gives('Mutation.updateNote', { input: { id: 'own', stars: 0 } }, { id: 'own', text: 'c', stars: 0 });
  api.gives('Mutation.updateNote', { input: { id: 'own', text: null } }, { id: 'own', stars: 0 });
  // nothing is made by an update
  api.isNotMet('Mutation.updateNote', { input: { id: 'none', text: 'd' } });

  api.gives('Mutation.deleteNote', { input: { id: 'own' } }, { id: 'own', stars: 0 });
  // what is wanted is so already
  api.gives('Mutation.deleteNote', { input: { id: 'own' } }, null);
  api.holds('NoteTable', [
    { id: 'auto1', text: 'a' },
    { id: 'auto2', text: 'b' },
  ]);
}

function byOneField(api) {
  api.gives('Mutation.createWord', { input: { word: 'a', meaning: 'x' } }, { word: 'a', meaning: 'x' });
  api.gives('Mutation.createWord', { input: { word: 'b' } }, { word: 'b' });
  api.isNotMet('Mutation.createWord', { input: { word: 'a' } });
  api.gives('Query.getWord', { word: 'a' }, { word: 'a', meaning: 'x' });
  api.gives('Mutation.updateWord', { input: { word: 'b', meaning: 'y' } }, { word: 'b', meaning: 'y' });
  api.isNotMet('Mutation.updateWord', { input: { word: 'c' } });

  api.names('Query.listWords', {}, 'word', ['a', 'b']);
  api.asks('Query.listWords', {}, { operation: 'Scan' });
  api.names('Query.listWords', { word: 'b' }, 'word', ['b']);
  api.asks('Query.listWords', { word: 'b' }, { operation: 'Query' });
  const unsorted = 'sortDirection is not supported for List operations without a Sort key defined.';
  api.refuses('Query.listWords', { word: 'b', sortDirection: 'ASC' }, unsorted, INVALID);
  api.gives('Mutation.deleteWord', { input: { word: 'a' } }, { word: 'a', meaning: 'x' });
  api.holds('WordTable', [{ word: 'b', meaning: 'y' }]);
}

function byTwoFields(api) {
  for (const n of [10, 9.5, 100, -1]) {
    api.gives('Mutation.createPlace', { input: { name: 'a', n, text: `${n}` } }, { name: 'a', n, text: `${n}` });
  }
  api.gives('Mutation.createPlace', { input: { name: 'b', n: 10 } }, { name: 'b', n: 10 });
  api.isNotMet('Mutation.createPlace', { input: { name: 'a', n: 10 } });
  api.gives('Query.getPlace', { name: 'a', n: 10 }, { name: 'a', n: 10, text: '10' });
  api.gives('Query.getPlace', { name: 'b', n: 9.5 }, null);
  api.gives('Mutation.updatePlace', { input: { name: 'b', n: 10, text: 'b' } }, { name: 'b', n: 10, text: 'b' });
  api.isNotMet('Mutation.updatePlace', { input: { name: 'b', n: 9.5, text: 'b' } });
  api.gives('Mutation.deletePlace', { input: { name: 'b', n: 9.5 } }, null);

  // numbers are sorted as numbers
  const list = (args, wanted) => api.names('Query.listPlaces', args, 'n', wanted);
  list({ name: 'a' }, [-1, 9.5, 10, 100]);
  list({ name: 'a', sortDirection: 'ASC' }, [-1, 9.5, 10, 100]);
  list({ name: 'a', sortDirection: 'DESC' }, [100, 10, 9.5, -1]);
  list({ name: 'a', n: { eq: 10 } }, [10]);
  list({ name: 'a', n: { lt: 10 } }, [-1, 9.5]);
  list({ name: 'a', n: { le: 10 } }, [-1, 9.5, 10]);
  list({ name: 'a', n: { gt: 10 } }, [100]);
  list({ name: 'a', n: { ge: 10 }, sortDirection: 'DESC' }, [100, 10]);
  list({ name: 'a', n: { between: [0, 10] } }, [9.5, 10]);
  list({ name: 'a', n: null }, [-1, 9.5, 10, 100]);
  list({ name: 'a', n: { eq: null } }, [-1, 9.5, 10, 100]);
  list({}, [10, 9.5, 100, -1, 10]);
  list({ name: null }, [10, 9.5, 100, -1, 10]);
  api.asks('Query.listPlaces', { name: 'a', n: { eq: 10 } }, { operation: 'Query', index: null });

  const alone = "When providing argument 'sortDirection' you must also provide argument 'name'.";
  api.refuses('Query.listPlaces', { sortDirection: 'DESC' }, alone, INVALID);
  const sortOnly = "When providing argument 'n' you must also provide arguments name";
  api.refuses('Query.listPlaces', { n: { eq: 1 } }, sortOnly, INVALID);
}

function byThreeFields(api) {
  for (const [row, no] of [[1, 'a'], [1, 'b'], [2, 'a'], [10, 'a']]) {
    const seat = { hall: 'main', row, no, 'row#no': `${row}#${no}` };
    api.gives('Mutation.createSeat', { input: { hall: 'main', row, no } }, seat);
  }
  api.isNotMet('Mutation.createSeat', { input: { hall: 'main', row: 1, no: 'a' } });
  api.gives('Query.getSeat', { hall: 'main', row: 2, no: 'a' }, { hall: 'main', row: 2, no: 'a', 'row#no': '2#a' });
  api.asks('Query.getSeat', { hall: 'main', row: 2, no: 'a' }, { key: { hall: { S: 'main' }, 'row#no': { S: '2#a' } } });
  const taken = { hall: 'main', row: 2, no: 'a', 'row#no': '2#a', who: 'ann' };
  api.gives('Mutation.updateSeat', { input: { hall: 'main', row: 2, no: 'a', who: 'ann' } }, taken);
  api.isNotMet('Mutation.updateSeat', { input: { hall: 'main', row: 2, no: 'c', who: 'ann' } });
  api.gives('Mutation.deleteSeat', { input: { hall: 'main', row: 2, no: 'a' } }, taken);

  // several fields are sorted as one text
  const list = (args, wanted) => api.names('Query.listSeats', { hall: 'main', ...args }, 'row#no', wanted);
  list({}, ['1#a', '1#b', '10#a']);
  list({ sortDirection: 'DESC' }, ['10#a', '1#b', '1#a']);
  list({ rowNo: { eq: { row: 1, no: 'b' } } }, ['1#b']);
  list({ rowNo: { eq: { row: 1 } } }, []);
  list({ rowNo: { beginsWith: { row: 1 } } }, ['1#a', '1#b', '10#a']);
  list({ rowNo: { gt: { row: 1, no: 'a' } } }, ['1#b', '10#a']);
  list({ rowNo: { le: { row: 1, no: 'b' } } }, ['1#a', '1#b']);
  list({ rowNo: { between: [{ row: 1, no: 'b' }, { row: 10, no: 'a' }] } }, ['1#b', '10#a']);
  list({ rowNo: {} }, ['1#a', '1#b', '10#a']);
  list({ rowNo: { eq: null } }, ['1#a', '1#b', '10#a']);

  const refuses = (args, message) => api.refuses('Query.listSeats', args, message, INVALID);
  refuses({ sortDirection: 'DESC' }, "When providing argument 'sortDirection' you must also provide argument 'hall'.");
  refuses({ rowNo: { eq: { row: 1 } } }, "When providing argument 'rowNo' you must also provide 'hall'.");
  const two = { eq: { row: 1 }, gt: { row: 1 } };
  refuses({ hall: 'main', rowNo: two }, 'Argument rowNo must specify at most one key condition operation.');
  const one = { between: [{ row: 1 }] };
  refuses({ hall: 'main', rowNo: one }, "Argument 'rowNo.between' expects exactly two elements.");
  const later = "When providing argument 'rowNo.eq.no' you must also provide 'rowNo.eq.row'.";
  refuses({ hall: 'main', rowNo: { eq: { no: 'a' } } }, later);
  const first = "When providing argument 'rowNo.between[0].no' you must also provide 'rowNo.between[0].row'.";
  refuses({ hall: 'main', rowNo: { between: [{ no: 'a' }, { row: 2 }] } }, first);
  refuses({ hall: 'main', rowNo: { between: [{ row: 2 }, { no: 'a' }] } }, first.replaceAll('[0]', '[1]'));
}
