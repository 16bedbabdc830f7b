-- Drives `ampc lsp` through Neovim's own client, as an editor would, without a person. For Neovim 0.7 and newer.
--
--   AMPC=ampc STEPS='[...]' nvim --clean --headless -c 'luafile drive.lua'
--
-- STEPS is a list, done in order; each step prints one line of JSON, what it waited for:
--   {"open": FILE}                                 opens it; its first diagnostics
--   {"request": METHOD, "at": [LINE, COLUMN]}      asks textDocument/METHOD there (from 0, UTF-16); the answer
--   {"edit": [LINE, TEXT]}                         puts TEXT there instead of the line; the next diagnostics
--   {"fixes": LINE}                                asks for the quick-fixes of the findings in that line; the answer
--   {"seen": FILE}                                 the newest diagnostics of a file that need not be open
-- Exit 0; 1 with {"error": ...} after an error, a wait of more than ten seconds, or if the server ends.

local WAIT = 10000
local client_id

local function say(line)
  io.stdout:write(vim.json.encode(line) .. "\n")
  io.stdout:flush()
end

local function quit(code)
  local client = client_id and vim.lsp.get_client_by_id(client_id)
  if client then
    client.stop(code ~= 0)
    vim.wait(2000, function() return vim.lsp.get_client_by_id(client_id) == nil end, 20)
  end
  vim.cmd(code == 0 and "qall!" or "cquit! " .. code)
end

local ended = false
local published = {} -- path -> { count, items }

local function wait_for(what, ready)
  if not vim.wait(WAIT, function() return ended or ready() end, 20) then error("waited in vain: " .. what) end
  if ended then error("the server ended: " .. what) end
end

local function start(file)
  client_id = vim.lsp.start_client({
    name = "ampc",
    cmd = { vim.env.AMPC, "lsp" },
    root_dir = vim.fn.fnamemodify(file, ":h"),
    get_language_id = function() return "amp" end,
    handlers = {
      ["textDocument/publishDiagnostics"] = function(_, result)
        local path = vim.uri_to_fname(result.uri)
        local before = published[path] and published[path].count or 0
        published[path] = { count = before + 1, items = result.diagnostics }
      end,
    },
    on_exit = function() ended = true end,
  })
  if not client_id then error("the server did not start") end
end

local function diagnostics(path, after)
  wait_for("diagnostics of " .. path, function() return published[path] and published[path].count > after end)
  local items = published[path].items
  return #items > 0 and items or vim.empty_dict()
end

local function open(file)
  local path = vim.fn.fnamemodify(file, ":p")
  if vim.fn.filereadable(path) == 0 then error("no such file: " .. path) end
  if not client_id then start(path) end
  local after = published[path] and published[path].count or 0
  vim.cmd("edit " .. vim.fn.fnameescape(path))
  vim.lsp.buf_attach_client(0, client_id)
  wait_for("initialize", function()
    local client = vim.lsp.get_client_by_id(client_id)
    return client and client.initialized
  end)
  return diagnostics(path, after)
end

local function edit(line, text)
  local path = vim.api.nvim_buf_get_name(0)
  local after = published[path].count
  vim.api.nvim_buf_set_lines(0, line, line + 1, true, { text })
  return diagnostics(path, after)
end

local function ask(method, parameters)
  local answer
  parameters.textDocument = { uri = vim.uri_from_bufnr(0) }
  local client = vim.lsp.get_client_by_id(client_id)
  client.request("textDocument/" .. method, parameters, function(problem, result)
    answer = { problem = problem, result = result }
  end, 0)
  wait_for(method, function() return answer end)
  if answer.problem then error(method .. ": " .. vim.inspect(answer.problem)) end
  return answer.result
end

local function request(method, at)
  return ask(method, { position = { line = at[1], character = at[2] } })
end

local function fixes(line)
  local here = vim.tbl_filter(function(it) return it.range.start.line == line end, published[vim.api.nvim_buf_get_name(0)].items)
  return ask("codeAction", { range = here[1].range, context = { diagnostics = here } })
end

local fine, problem = pcall(function()
  if vim.fn.executable(vim.env.AMPC) == 0 then error("no such program: " .. vim.env.AMPC) end
  for _, step in ipairs(vim.json.decode(vim.env.STEPS)) do
    if step.open then say({ open = step.open, diagnostics = open(step.open) })
    elseif step.edit then say({ edit = step.edit[1], diagnostics = edit(step.edit[1], step.edit[2]) })
    elseif step.fixes then say({ fixes = step.fixes, result = fixes(step.fixes) })
    elseif step.seen then say({ seen = step.seen, diagnostics = diagnostics(vim.fn.fnamemodify(step.seen, ":p"), 0) })
    else say({ request = step.request, result = request(step.request, step.at) }) end
  end
end)
if not fine then say({ error = tostring(problem) }) end
quit(fine and 0 or 1)
