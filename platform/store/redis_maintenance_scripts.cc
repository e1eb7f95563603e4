#include "platform/store/redis_maintenance_scripts.h"

#include "absl/strings/str_cat.h"
#include "platform/store/redis_scripts.h"

namespace congress::store {

const RedisScript& BeginSnapshotScript() {
  static const RedisScript script(R"(
local marker = KEYS[1] .. 'snapshot'
if redis.call('GET', marker) then return 'running' end
local stamp = string.format('%020d', tonumber(redis.call('GET', KEYS[1] .. 'sequence') or '0'))
redis.call('SET', marker, stamp .. ARGV[1], 'EX', ARGV[2])
-- There from the start, so that no commit needs to see to their end, which is never before the snapshot's.
local before, gone = KEYS[1] .. 'before:' .. ARGV[1], KEYS[1] .. 'gone:' .. ARGV[1]
redis.call('HSET', before, '', '')
redis.call('ZADD', gone, 0, '')
redis.call('EXPIRE', before, 2 * ARGV[2])
redis.call('EXPIRE', gone, 2 * ARGV[2])
return stamp
)");
  return script;
}

const RedisScript& ReadSnapshotScript() {
  static const RedisScript script(absl::StrCat(kReading, R"(
local prefix, id = KEYS[1], ARGV[1]
local marker = redis.call('GET', prefix .. 'snapshot')
if not marker or string.sub(marker, 21) ~= id then return {} end
local before, gone = prefix .. 'before:' .. id, prefix .. 'gone:' .. id
redis.call('EXPIRE', prefix .. 'snapshot', ARGV[2])
redis.call('EXPIRE', before, 2 * ARGV[2])
redis.call('EXPIRE', gone, 2 * ARGV[2])
local last, bytes = tonumber(string.sub(marker, 1, 20)), 0

-- `absent`: what a key of the set is whose record is not there.
local function page(set, absent)
  local keys = redis.call('ZRANGEBYLEX', set, ARGV[3], ARGV[4], 'LIMIT', 0, ARGV[5])
  local found = {#keys == tonumber(ARGV[5]) and 1 or 0}
  for i = 1, #keys do
    local record = reading('GET', prefix .. 'r:' .. keys[i]) or absent
    if record ~= 'lost' and record ~= 'foreign' and (record == '' or tonumber(string.sub(record, 1, 20)) > last) then
      record = redis.call('HGET', before, keys[i]) or ''
    end
    bytes = bytes + #record
    if i > 1 and bytes > tonumber(ARGV[6]) then
      found[1] = 1
      break
    end
    found[#found + 1] = keys[i]
    found[#found + 1] = record
  end
  return found
end
return {page(prefix .. 'keys', 'lost'), page(gone, '')}
)"));
  return script;
}

const RedisScript& EndSnapshotScript() {
  static const RedisScript script(R"(
local marker = KEYS[1] .. 'snapshot'
if string.sub(redis.call('GET', marker) or '', 21) == ARGV[1] then redis.call('DEL', marker) end
return redis.call('UNLINK', KEYS[1] .. 'before:' .. ARGV[1], KEYS[1] .. 'gone:' .. ARGV[1])
)");
  return script;
}

const RedisScript& BeginLoadScript() {
  static const RedisScript script(R"(
local prefix = KEYS[1]
if redis.call('GET', prefix .. 'sequence') or redis.call('ZCARD', prefix .. 'keys') > 0 then return 'filled' end
redis.call('SET', prefix .. 'schema', ARGV[2])
redis.call('SET', prefix .. 'loading', ARGV[1])
return 'begun'
)");
  return script;
}

const RedisScript& AddLoadScript() {
  static const RedisScript script(R"(
local prefix = KEYS[1]
if redis.call('GET', prefix .. 'loading') ~= ARGV[1] then return 'filled' end
for i = 2, #ARGV, 3 do
  redis.call('SET', prefix .. 'r:' .. ARGV[i], ARGV[i + 1] .. ARGV[i + 2])
  redis.call('ZADD', prefix .. 'keys', 0, ARGV[i])
end
return 'added'
)");
  return script;
}

const RedisScript& FinishLoadScript() {
  static const RedisScript script(R"(
local prefix = KEYS[1]
if redis.call('GET', prefix .. 'loading') ~= ARGV[1] or redis.call('GET', prefix .. 'sequence') or
    redis.call('ZCARD', prefix .. 'keys') ~= tonumber(ARGV[4]) then
  return 'filled'
end
redis.call('SET', prefix .. 'sequence', ARGV[3])
redis.call('SET', prefix .. 'counted', ARGV[3] .. ':' .. ARGV[4])
redis.call('SET', prefix .. 'schema', ARGV[2])
redis.call('DEL', prefix .. 'loading')
return 'finished'
)");
  return script;
}

}  // namespace congress::store
