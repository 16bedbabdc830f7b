-- Neovim's own client against `ampc lsp`, without a user; run by tests/editor/run. Works from Neovim 0.7 on.
-- AMPC is the program, BACKEND the file to open: the text that tests/editor/run writes.
local function say(text) io.stdout:write(text .. "\n") io.stdout:flush() end

local client_id
local function quit(code)
  local client = client_id and vim.lsp.get_client_by_id(client_id)
  if client then
    client.stop(code ~= 0)
    vim.wait(5000, function() return vim.lsp.get_client_by_id(client_id) == nil end, 20)
  end
  vim.cmd(code == 0 and "qall!" or "cquit! " .. code)
end

local function steps()
  local file = vim.env.BACKEND
  local exit, diagnostics
  vim.cmd("edit " .. vim.fn.fnameescape(file))
  local buffer = vim.api.nvim_get_current_buf()
  client_id = assert(vim.lsp.start_client({
    name = "ampc",
    cmd = { vim.env.AMPC, "lsp" },
    root_dir = vim.fn.fnamemodify(file, ":h"),
    get_language_id = function() return "amp" end,
    handlers = {
      ["textDocument/publishDiagnostics"] = function(_, result)
        if vim.uri_to_fname(result.uri) == file then diagnostics = result.diagnostics end
      end,
    },
    on_exit = function(code, signal) exit = { code = code, signal = signal } end,
  }), "the server does not start")
  vim.lsp.buf_attach_client(buffer, client_id)

  local function wait(what, test)
    local reached = vim.wait(20000, function() return exit ~= nil or test() end, 10)
    assert(exit == nil, what .. ": the server ended")
    assert(reached, what .. ": waited too long")
  end
  -- the place of `needle`, `skip` characters in: line and column from 0
  local function place(needle, skip)
    for line, text in ipairs(vim.api.nvim_buf_get_lines(buffer, 0, -1, false)) do
      local column = text:find(needle, 1, true)
      if column then return { line = line - 1, character = column - 1 + skip } end
    end
    error("no " .. needle .. " in the file")
  end
  local function ask(method, position)
    local answer
    local params = { textDocument = { uri = vim.uri_from_bufnr(buffer) }, position = position }
    vim.lsp.get_client_by_id(client_id).request("textDocument/" .. method, params, function(failure, result)
      answer = { failure = failure, result = result }
    end, buffer)
    wait(method, function() return answer ~= nil end)
    assert(not answer.failure, method .. ": " .. vim.inspect(answer.failure))
    return answer.result
  end

  wait("first findings", function() return diagnostics ~= nil end)
  assert(#diagnostics == 1 and diagnostics[1].code == "AMP0304", "findings: " .. vim.inspect(diagnostics))
  say("ok findings: " .. diagnostics[1].message:gsub("\n.*", ""))

  local at = place("addUserToGruop", 0)
  vim.api.nvim_buf_set_text(buffer, at.line, at.character, at.line, at.character + 14, { "addUserToGroup" })
  wait("no findings", function() return #diagnostics == 0 end)
  say("ok findings vanish while typing, nothing is saved")

  local hover = ask("hover", place("addUserToGroup", 3))
  assert(hover.contents.value:find("cognito-idp:AdminAddUserToGroup", 1, true), vim.inspect(hover))
  say("ok hover")

  local definition = ask("definition", place("resource(addUser)", 10))
  assert(definition.range.start.line == place("const addUser", 0).line, vim.inspect(definition))
  say("ok definition")

  local finish = place("loginWith", 0)
  vim.api.nvim_buf_set_text(buffer, finish.line, finish.character, finish.line, finish.character, { "gro" })
  local found = {}
  for _, item in ipairs(ask("completion", { line = finish.line, character = finish.character + 3 })) do
    found[item.label] = true
  end
  assert(found.groups and found.triggers, vim.inspect(found))
  say("ok completion")
end

local ok, failure = pcall(steps)
if not ok then say("failed: " .. tostring(failure)) end
quit(ok and 0 or 1)
