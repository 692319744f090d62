-- Run by wrk. With arguments, each is a form that is posted, in turn; without, the address is fetched.
-- At the end one line says how long it took, and one for each status how many answers had it, and how fast they came.
-- Statuses are timed one by one, so there has to be a thread for each connection; else their times mean nothing.

local ffi = require("ffi")
ffi.cdef [[
  struct moment { long seconds, nanoseconds; };
  int clock_gettime(int clock, struct moment *now);
]]

local monotonic = 1
local moment = ffi.new("struct moment")
local forms, sent, asked = {}, 0, 0
local threads = {}

-- Global, so that done can get them from each thread: statuses and microseconds of the answers, in their order.
statuses, times = {}, {}

local function now()
  ffi.C.clock_gettime(monotonic, moment)
  return tonumber(moment.seconds) * 1e6 + tonumber(moment.nanoseconds) / 1e3
end

function setup(thread)
  thread:set("number", #threads)
  table.insert(threads, thread)
end

function init(args)
  forms = args
  sent = number
  wrk.headers["Content-Type"] = #forms > 0 and "application/x-www-form-urlencoded" or nil
end

function request()
  asked = now()
  if #forms == 0 then return wrk.format() end
  sent = sent + 1
  return wrk.format("POST", nil, nil, forms[sent % #forms + 1])
end

function response(status)
  statuses[#statuses + 1] = status
  times[#times + 1] = now() - asked
end

function done(summary, latency)
  local errors = summary.errors
  print(string.format("all %d %d %.0f %.0f %.0f %d", summary.requests, summary.duration, latency.mean,
    latency:percentile(50), latency:percentile(99), errors.connect + errors.read + errors.write + errors.timeout))
  local by_status = {}
  for _, thread in ipairs(threads) do
    local thread_times = thread:get("times")
    for i, status in ipairs(thread:get("statuses")) do
      by_status[status] = by_status[status] or {}
      table.insert(by_status[status], thread_times[i])
    end
  end
  for status, answers in pairs(by_status) do
    table.sort(answers)
    local function percentile(p) return answers[math.max(1, math.ceil(#answers * p / 100))] end
    print(string.format("status %d %d %.0f %.0f", status, #answers, percentile(50), percentile(99)))
  end
end
