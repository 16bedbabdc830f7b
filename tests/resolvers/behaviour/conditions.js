function play(api) {
  const account = { id: 'a', owner: 'ann', balance: 10, version: 1 };
  api.gives('Mutation.createAccount', { input: account, condition: {} }, account);
  // of an item that is not there, nothing holds but that something is absent
  api.isNotMet('Mutation.createAccount', { input: { id: 'b' }, condition: { balance: { eq: 0 } } });
  const absent = { balance: { attributeExists: false } };
  api.gives('Mutation.createAccount', { input: { id: 'b' }, condition: absent }, { id: 'b' });
  api.isNotMet('Mutation.createAccount', { input: { id: 'a' }, condition: { balance: { eq: 10 } } });

  const changes = (condition, balance) => {
    const args = { input: { id: 'a', balance }, condition };
    api.gives('Mutation.updateAccount', args, { ...account, balance });
  };
  const isNotMet = (condition) => {
    api.isNotMet('Mutation.updateAccount', { input: { id: 'a', balance: -1 }, condition });
    api.isNotMet('Mutation.deleteAccount', { input: { id: 'a' }, condition });
  };
  changes({ version: { eq: 1 } }, 11);
  changes(null, 12);
  changes({}, 13);
  changes({ version: { eq: 1 }, owner: { beginsWith: 'a' } }, 14);
  changes({ or: [{ version: { eq: 2 } }, { balance: { ge: 14 } }] }, 15);
  changes({ not: { version: { gt: 1 } } }, 16);
  // the new value is not compared with itself
  changes({ balance: { eq: 16 } }, 17);
  isNotMet({ balance: { eq: 18 } });
  isNotMet({ version: { eq: 2 } });
  isNotMet({ version: { eq: 1 }, owner: { eq: 'bob' } });
  isNotMet({ or: [{ version: { eq: 2 } }, { owner: { eq: 'bob' } }] });
  isNotMet({ not: { version: { eq: 1 } } });
  isNotMet({ and: [{ version: { eq: 1 } }, { owner: { attributeExists: false } }] });
  api.isNotMet('Mutation.updateAccount', { input: { id: 'none' }, condition: absent });
  // what is not there is deleted
  api.gives('Mutation.deleteAccount', { input: { id: 'none' }, condition: { version: { eq: 1 } } }, null);
  api.gives('Mutation.deleteAccount', { input: { id: 'a' }, condition: { balance: { between: [17, 18] } } }, {
    ...account, balance: 17,
  });

  // a condition that cannot be told is none that holds
  const message = 'Unable to process the filter expression';
  for (const operation of ['create', 'update', 'delete']) {
    const args = { input: { id: 'c' }, condition: { version: 1 } };
    api.refuses(`Mutation.${operation}Account`, args, message, 'Unrecognized Filter');
  }
  api.holds('AccountTable', [{ id: 'b' }]);

  const seat = { hall: 'main', row: 1, no: 'a' };
  const key = { 'row#no': '1#a' };
  api.gives('Mutation.createSeat', { input: { ...seat, who: 'ann' } }, { ...seat, ...key, who: 'ann' });
  const own = { who: { eq: 'ann' } };
  const ofBob = { who: { eq: 'bob' } };
  api.isNotMet('Mutation.updateSeat', { input: { ...seat, who: 'cy' }, condition: ofBob });
  api.gives('Mutation.updateSeat', { input: { ...seat, who: 'bob' }, condition: own }, { ...seat, ...key, who: 'bob' });
  api.isNotMet('Mutation.deleteSeat', { input: seat, condition: own });
  api.gives('Mutation.deleteSeat', { input: seat, condition: ofBob }, { ...seat, ...key, who: 'bob' });
}
