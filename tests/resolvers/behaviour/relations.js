function play(api) {
  const team = api.call('Mutation.createTeam', { input: { id: 't', name: 'T' } }).data;
  const read = api.call('Query.getTeam', { id: 't' }).data;
  for (const [id, name] of [['1', 'ann'], ['2', 'bob'], ['3', 'cy']]) {
    api.gives('Mutation.createMember', { input: { id, name, teamId: 't' } }, { id, name, teamId: 't' });
  }
  api.gives('Mutation.createMember', { input: { id: '4', teamId: null, guestOfId: 't' } }, { id: '4', guestOfId: 't' });
  api.gives('Mutation.createMember', { input: { id: '5', teamId: 'gone' } }, { id: '5', teamId: 'gone' });

  // each relation by its own index
  const many = (field, args, wanted) => api.names(`Team.${field}`, args, 'id', wanted, read);
  many('members', {}, ['1', '2', '3']);
  many('guests', {}, ['4']);
  many('members', { filter: { name: { gt: 'ann' } } }, ['2', '3']);
  api.asks('Team.members', {}, { index: 'gsi-Team.members', limit: 100, scanIndexForward: true }, read);
  api.asks('Team.members', { sortDirection: 'DESC', limit: 7 }, { limit: 7, scanIndexForward: false }, read);
  const nextToken = many('members', { limit: 2 }, ['1', '2']);
  many('members', { limit: 2, nextToken }, ['3']);

  const member = (id) => api.call('Query.getMember', { id }).data;
  api.gives('Member.team', {}, { id: 't', name: 'T' }, member('1'));
  api.gives('Member.guestOf', {}, null, member('1'));
  api.gives('Member.team', {}, null, member('4'));
  api.gives('Member.team', {}, null, member('5'));
  api.asks('Member.team', {}, { operation: 'GetItem' }, member('1'));

  api.gives('Team.office', {}, null, read);
  api.call('Mutation.createOffice', { input: { id: 'o', teamId: 't' } });
  api.gives('Team.office', {}, { id: 'o', teamId: 't' }, read);
  api.gives('Office.team', {}, { id: 't', name: 'T' }, api.call('Query.getOffice', { id: 'o' }).data);

  // below a mutation, items are marked as what a relation led to
  const marks = (name, item, wanted) => {
    const came = api.call(name, {}, item).data;
    const items = came.items ?? [came];
    api.expect(`marks of ${name}`, items.map((it) => it.__operation ?? null), items.map(() => wanted));
  };
  marks('Team.members', team, 'Relation');
  marks('Team.members', read, null);
  marks('Team.office', team, 'Relation');
  marks('Team.office', read, null);
  const moved = api.call('Mutation.updateMember', { input: { id: '1', teamId: 't' } }).data;
  marks('Member.team', moved, 'Relation');
  marks('Member.team', member('1'), null);
  // and are not there, if not everybody who hears of the one may read the other
  const closed = api.call('Mutation.createClosed', { input: { id: 'c', text: 'C' } }).data;
  const open = api.call('Mutation.createOpen', { input: { id: 'o', closedId: 'c' } }).data;
  api.gives('Open.closed', {}, null, open);
  api.gives('Open.closed', {}, { id: 'c', text: 'C' }, api.call('Query.getOpen', { id: 'o' }).data);
  api.gives('Closed.opens', {}, { items: [] }, closed);
  api.lists('Closed.opens', {}, [{ id: 'o', closedId: 'c' }], null, api.call('Query.getClosed', { id: 'c' }).data);

  // a null is in no index
  api.gives('Mutation.updateMember', { input: { id: '1', teamId: null } }, { id: '1', name: 'ann' });
  many('members', {}, ['2', '3']);

  byThreeFields(api);
  byTwoFields(api);
}

function byThreeFields(api) {
  for (const [row, no] of [[1, 'a'], [1, 'b'], [11, 'a']]) {
    api.call('Mutation.createSeat', { input: { hall: 'main', row, no } });
    const ticket = { id: `${row}${no}`, hall: 'main', row, no };
    api.gives('Mutation.createTicket', { input: ticket }, { ...ticket, 'row#no': `${row}#${no}` });
  }
  const seat = api.call('Query.getSeat', { hall: 'main', row: 1, no: 'a' }).data;
  api.names('Seat.tickets', {}, 'id', ['1a'], seat);
  const ticket = api.call('Query.getTicket', { id: '11a' }).data;
  api.gives('Ticket.seat', {}, { hall: 'main', row: 11, no: 'a', 'row#no': '11#a' }, ticket);

  // all of the fields are given, or none; one without a value leads nowhere
  const missing = "you must provide all fields for the key. Missing key: 'no'.";
  const where = "any part of the composite sort key for global secondary index 'gsi-Seat.tickets'";
  const part = { id: 'x', hall: 'main', row: 1 };
  api.refuses('Mutation.createTicket', { input: part }, `When creating ${where}, ${missing}`);
  api.refuses('Mutation.updateTicket', { input: { ...part, id: '1a' } }, `When updating ${where}, ${missing}`);
  api.gives('Mutation.createTicket', { input: { ...part, no: null } }, { ...part, no: null });
  const nowhere = api.call('Query.getTicket', { id: 'x' }).data;
  api.gives('Ticket.seat', {}, null, nowhere);
  api.expect('what is asked', api.call('Ticket.seat', {}, nowhere).asked, []);
  api.gives('Mutation.updateTicket', { input: { ...part, no: 'a' } }, { ...part, no: 'a', 'row#no': '1#a' });
  api.names('Seat.tickets', { filter: { price: { attributeExists: false } } }, 'id', ['1a', 'x'], seat);
  api.gives('Mutation.updateTicket', { input: { ...part, no: null } }, part);
  api.names('Seat.tickets', {}, 'id', ['1a'], seat);
  api.gives('Mutation.updateTicket', { input: { id: '1a', price: 2 } }, {
    id: '1a', hall: 'main', row: 1, no: 'a', 'row#no': '1#a', price: 2,
  });
}

function byTwoFields(api) {
  api.call('Mutation.createStreet', { input: { town: 'a', name: 's' } });
  api.gives('Mutation.createHouse', { input: { id: 'h', town: 'a', street: 's', no: 1 } }, {
    id: 'h', town: 'a', street: 's', no: 1,
  });
  const street = api.call('Query.getStreet', { town: 'a', name: 's' }).data;
  api.names('Street.houses', {}, 'id', ['h'], street);
  const house = api.call('Query.getHouse', { id: 'h' }).data;
  api.gives('House.of', {}, { town: 'a', name: 's' }, house);
  api.gives('House.of', {}, null, { ...house, street: null });
}
