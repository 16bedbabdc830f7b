// Owners are stored as `sub::username`, so a username with `::` could pass for somebody else.
exports.handler = async (event) => {
  if (event.userName.includes("::")) throw new Error("a username cannot hold ::");
  return event;
};
