const crlf = {
  a: "x", // one
  b: `two
lines ${ 1 }`,
  c: [ 1
    , 2 ],
};
export const tabbed	=	defineAuth ({
	loginWith	: { email : true } ,
	groups:["A","B"],access:allow=>[allow.resource(f).to(["addUserToGroup"])]})
;export const after = 1
