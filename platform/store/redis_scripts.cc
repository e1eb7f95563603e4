#include "platform/store/redis_scripts.h"

#include "absl/strings/str_cat.h"

namespace congress::store {

const RedisScript& AdmitScript() {
  static const RedisScript script(R"(
local prefix = KEYS[1]
local schema = redis.call('GET', prefix .. 'schema')
if schema and tonumber(schema) > tonumber(ARGV[1]) then return schema end
local probe = prefix .. 'probe'
redis.call('DEL', probe)
redis.call('SET', probe, 1, 'EX', 60)
redis.call('GET', probe)
redis.call('GETRANGE', probe, 0, 19)
redis.call('MSET', probe, '')
redis.call('DEL', probe)
redis.call('ZADD', probe, 0, '')
redis.call('ZCARD', probe)
redis.call('ZRANGEBYLEX', probe, '-', '+', 'LIMIT', 0, 1)
redis.call('ZREM', probe, '')
redis.call('HSET', probe, '', '')
redis.call('HGET', probe, '')
redis.call('EXPIRE', probe, 60)
redis.call('UNLINK', probe)
if not schema then redis.call('SET', prefix .. 'schema', ARGV[1]) end
return schema or ARGV[1]
)");
  return script;
}

const RedisScript& CommitScript() {
  static const RedisScript script(absl::StrCat(kReading, R"(
local prefix = KEYS[1]
local record = prefix .. 'r:'
local keys = prefix .. 'keys'
local next = 1
-- How many keys there are after the commit `counted`, as these scripts know it.
local count, counted

-- Why a record is not as expected; nothing when it is.
local function hindrance(key, expected)
  if expected == '*' then return nil end
  local stamp = reading('GETRANGE', record .. key, 0, 19)
  if stamp == 'foreign' then return {'foreign', key} end
  if stamp ~= expected then return {'conflict', key} end
  -- What was deleted beside the scripts is not made again.
  if expected == '' and #redis.call('ZRANGEBYLEX', keys, '[' .. key, '[' .. key, 'LIMIT', 0, 1) > 0 then
    return {'lost', key}
  end
end
local function chunks(list, call)
  for i = 1, #list, 1000 do call(unpack(list, i, math.min(i + 999, #list))) end
end

-- An older process may have committed last: then they are as many as they are.
local function known(last)
  local at, number = string.match(redis.call('GET', prefix .. 'counted') or '', '^(%d+):(%d+)$')
  local members = redis.call('ZCARD', keys)
  return tonumber(at) == last and tonumber(number) or members
end

-- What a snapshot shall go on seeing of the records that are set and unset now.
local function keep(snapshot, set, unset, removed)
  local last, id = tonumber(string.sub(snapshot, 1, 20)), string.sub(snapshot, 21)
  local before, gone = prefix .. 'before:' .. id, prefix .. 'gone:' .. id
  local function old(name)
    local stamp = reading('GETRANGE', name, 0, 19)
    if stamp == 'foreign' or stamp ~= '' and tonumber(stamp) <= last then
      redis.call('HSET', before, string.sub(name, #record + 1), reading('GET', name))
    end
  end
  for i = 1, #set, 2 do old(set[i]) end
  for i = 1, #unset do old(unset[i]) end
  for i = 1, #removed do redis.call('ZADD', gone, 0, removed[i]) end
end

local function commit()
  local first = next
  local first_write = first + 8 + tonumber(ARGV[first + 2])
  local first_check = first_write + 4 * tonumber(ARGV[first + 3])
  local first_append = first_check + 2 * tonumber(ARGV[first + 4])
  next = first_append + 2 * tonumber(ARGV[first + 5])

  local floor, jump = tonumber(ARGV[first + 6]), tonumber(ARGV[first + 7])

  local id = prefix .. 'commit:' .. ARGV[first]
  local outcome = redis.call('GET', id)
  if outcome == 'fenced' then return {'fenced'} end
  if outcome then return {'committed', outcome} end
  local last = tonumber(redis.call('GET', prefix .. 'sequence') or '0')
  if last < floor then return {'behind', string.format('%020d', last), string.format('%020d', floor)} end
  if jump > 0 and jump <= last then return {'failed', 'an epoch cannot begin in the past'} end
  for i = first_write, first_check - 1, 4 do
    local hindered = hindrance(ARGV[i], ARGV[i + 2])
    if hindered then return hindered end
  end
  for i = first_check, first_append - 1, 2 do
    local hindered = hindrance(ARGV[i], ARGV[i + 1])
    if hindered then return hindered end
  end
  count = count or known(last)
  local snapshot = redis.call('GET', prefix .. 'snapshot')

  local number = jump > 0 and jump or last + 1
  local stamp = string.format('%020d', number)
  redis.call('SET', prefix .. 'sequence', string.format('%d', number))
  counted = number
  local set, added, unset, removed, forgotten = {}, {}, {}, {}, {}
  local function put(key, value)
    set[#set + 1] = record .. key
    set[#set + 1] = stamp .. value
    added[#added + 1] = 0
    added[#added + 1] = key
  end
  for i = first_write, first_check - 1, 4 do
    if ARGV[i + 1] == 'put' then
      put(ARGV[i], ARGV[i + 3])
    else
      unset[#unset + 1] = record .. ARGV[i]
      removed[#removed + 1] = ARGV[i]
    end
  end
  for i = first_append, next - 1, 2 do put(ARGV[i] .. '/' .. stamp, ARGV[i + 1]) end
  for i = first + 8, first_write - 1 do forgotten[#forgotten + 1] = prefix .. 'commit:' .. ARGV[i] end

  if snapshot then keep(snapshot, set, unset, removed) end
  chunks(unset, function(...) redis.call('DEL', ...) end)
  chunks(removed, function(...) count = count - redis.call('ZREM', keys, ...) end)
  chunks(set, function(...) redis.call('MSET', ...) end)
  chunks(added, function(...) count = count + redis.call('ZADD', keys, ...) end)
  chunks(forgotten, function(...) redis.call('DEL', ...) end)
  redis.call('SET', id, stamp, 'EX', ARGV[first + 1])
  return {'committed', stamp}
end

local outcomes = {}
while next <= #ARGV do
  local ran, outcome = pcall(commit)
  outcomes[#outcomes + 1] = ran and outcome or {'failed', type(outcome) == 'table' and outcome.err or tostring(outcome)}
end
if counted then redis.call('SET', prefix .. 'counted', string.format('%d:%d', counted, count)) end
return outcomes
)"));
  return script;
}

const RedisScript& SequenceScript() {
  static const RedisScript script(R"(
local last = redis.call('GET', KEYS[1] .. 'sequence') or '0'
local at, number = string.match(redis.call('GET', KEYS[1] .. 'counted') or '', '^(%d+):(%d+)$')
if at ~= last then return {last} end
local members = redis.call('ZCARD', KEYS[1] .. 'keys')
if tonumber(number) == members then return {last} end
return {last, string.format('%d', members), number}
)");
  return script;
}

const RedisScript& FenceScript() {
  static const RedisScript script(R"(
local id = KEYS[1] .. 'commit:' .. ARGV[1]
local outcome = redis.call('GET', id)
if outcome then return outcome end
redis.call('SET', id, 'fenced', 'EX', ARGV[2])
return 'fenced'
)");
  return script;
}

const RedisScript& PresenceScript() {
  static const RedisScript script(absl::StrCat(kReading, R"(
local keys = redis.call('ZRANGEBYLEX', KEYS[1] .. 'keys', ARGV[1], '+', 'LIMIT', 0, ARGV[2])
local last = #keys == tonumber(ARGV[2]) and keys[#keys] or ''
for i = 1, #keys do
  local first = reading('GETRANGE', KEYS[1] .. 'r:' .. keys[i], 0, 0)
  if first == '' or first == 'foreign' then return {last, keys[i], first == '' and 'lost' or first} end
end
return {last}
)"));
  return script;
}

const RedisScript& FetchScript() {
  static const RedisScript script(absl::StrCat(kReading, R"(
local function absent(key)
  local listed = redis.call('ZRANGEBYLEX', KEYS[1] .. 'keys', '[' .. key, '[' .. key, 'LIMIT', 0, 1)
  return #listed > 0 and 'lost' or ''
end
local records, bytes = {}, 0
for i = 2, #ARGV do
  local record = reading('GET', KEYS[1] .. 'r:' .. ARGV[i]) or absent(ARGV[i])
  bytes = bytes + #record
  if i > 2 and bytes > tonumber(ARGV[1]) then break end
  records[#records + 1] = record
end
return records
)"));
  return script;
}

const RedisScript& ScanScript() {
  static const RedisScript script(absl::StrCat(kReading, R"(
local keys = redis.call('ZRANGEBYLEX', KEYS[1] .. 'keys', ARGV[1], ARGV[2], 'LIMIT', 0, ARGV[3])
local page, bytes = {}, 0
for i = 1, #keys do
  local record = reading('GET', KEYS[1] .. 'r:' .. keys[i]) or 'lost'
  bytes = bytes + #record - 20
  if i > 1 and bytes > tonumber(ARGV[4]) then break end
  page[#page + 1] = keys[i]
  page[#page + 1] = record
end
return page
)"));
  return script;
}

}  // namespace congress::store
