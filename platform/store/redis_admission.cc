#include "platform/store/redis_admission.h"

#include <hiredis/hiredis.h>

#include <array>
#include <charconv>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "platform/status/macros.h"
#include "platform/store/maintained.h"
#include "platform/store/redis_scripts.h"

namespace congress::store {
namespace {

// The value of `field` in section `section` of INFO; nothing when the user may not ask.
absl::StatusOr<std::optional<std::string>> Info(RedisConnection& connection, std::string_view section,
                                                std::string_view field) {
  const std::array<std::string_view, 2> command = {"INFO", section};
  ASSIGN_OR_RETURN(const RedisReply reply, connection.Send(command));
  if (reply->type != REDIS_REPLY_STRING) return std::nullopt;
  const std::string text(TextOf(*reply));
  const std::string mark = absl::StrCat("\n", std::string(field), ":");
  const size_t found = text.find(mark);
  if (found == std::string::npos) return std::nullopt;
  const size_t begin = found + mark.size();
  return text.substr(begin, text.find('\r', begin) - begin);
}

// The value of a setting; nothing when the user may not ask.
absl::StatusOr<std::optional<std::string>> Setting(RedisConnection& connection, std::string_view name) {
  const std::array<std::string_view, 3> command = {"CONFIG", "GET", name};
  ASSIGN_OR_RETURN(const RedisReply reply, connection.Send(command));
  if (reply->type != REDIS_REPLY_ARRAY || reply->elements != 2) return std::nullopt;
  return std::string(TextOf(*reply->element[1]));
}

absl::Status CheckEviction(RedisConnection& connection, const std::string& label, const Notice& notice) {
  ASSIGN_OR_RETURN(std::optional<std::string> policy, Info(connection, "memory", "maxmemory_policy"));
  if (!policy) {
    ASSIGN_OR_RETURN(policy, Setting(connection, "maxmemory-policy"));
  }
  if (!policy) {
    notice(absl::StrCat(label, " does not tell its maxmemory-policy; make sure that it is noeviction."));
    return absl::OkStatus();
  }
  if (*policy == "noeviction") return absl::OkStatus();
  return absl::FailedPreconditionError(
      absl::StrCat(label, " may evict records (maxmemory-policy ", *policy, "); set it to noeviction."));
}

absl::Status CheckFlush(RedisConnection& connection, const std::string& label, const Notice& notice) {
  ASSIGN_OR_RETURN(const std::optional<std::string> log, Info(connection, "persistence", "aof_enabled"));
  if (log == "0") {
    notice(absl::StrCat(label, " keeps no append-only file, so a restart loses commits; set appendonly yes."));
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(const std::optional<std::string> flush, Setting(connection, "appendfsync"));
  if (!flush) {
    notice(absl::StrCat(label, " does not tell its appendfsync; make sure that it is always."));
  } else if (*flush != "always") {
    notice(
        absl::StrCat(label, " may lose its latest commits in a crash (appendfsync ", *flush, "); set it to always."));
  }
  return absl::OkStatus();
}

absl::Status CheckRedisSchema(RedisConnection& connection, const std::string& label, std::string_view prefix) {
  const std::string known = absl::StrCat(kRedisSchema);
  const std::array<std::string_view, 1> arguments = {known};
  ASSIGN_OR_RETURN(const RedisReply reply, connection.Run(AdmitScript(), prefix, arguments));
  const std::string error(ErrorIn(*reply));
  // Without room for more it still reads, and the schema has been looked at before the first write.
  if (error.starts_with("OOM") || error.starts_with("MISCONF")) return absl::OkStatus();
  if (!error.empty()) {
    return CanHeal(error) ? absl::UnavailableError(error)
                          : absl::FailedPreconditionError(absl::StrCat(label, " refuses: ", error));
  }
  const std::string_view found = TextOf(*reply);
  int schema = 0;
  std::from_chars(found.data(), found.data() + found.size(), schema);
  if (schema <= kRedisSchema) return absl::OkStatus();
  if (schema == kUnfinishedLoad) return absl::FailedPreconditionError(absl::StrCat(label, kUnfinishedLoadSentence));
  return absl::FailedPreconditionError(absl::StrCat(label, " was written by a newer version of congress (schema ",
                                                    schema, "; this one knows ", kRedisSchema,
                                                    "); start that version or restore an older backup."));
}

}  // namespace

absl::Status Admit(RedisConnection& connection, const std::string& label, std::string_view prefix,
                   const Notice& notice) {
  RETURN_IF_ERROR(CheckEviction(connection, label, notice));
  RETURN_IF_ERROR(CheckRedisSchema(connection, label, prefix));
  return CheckFlush(connection, label, notice);
}

}  // namespace congress::store
