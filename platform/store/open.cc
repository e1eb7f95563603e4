#include "platform/store/open.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "absl/strings/str_cat.h"
#include "platform/status/macros.h"
#include "platform/store/awaited_store.h"
#include "platform/store/enveloped_store.h"
#include "platform/store/failure.h"
#include "platform/store/redis_store.h"
#include "platform/store/sqlite_schema.h"
#include "platform/store/sqlite_store.h"

namespace congress::store {
namespace {

constexpr std::string_view kSqlite = "sqlite:";
constexpr std::string_view kMemory = "sqlite::memory:";

// Keyspaces become file names and parts of keys.
bool IsKeyspace(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

absl::StatusOr<std::string> SqliteFile(std::string_view path, std::string_view keyspace) {
  if (path.empty()) return absl::InvalidArgumentError("The store sqlite: names no file or folder.");
  std::error_code error;
  if (path.ends_with('/')) {
    std::filesystem::create_directories(path, error);
    if (error) {
      return CannotOpen(absl::StrCat("The store's folder ", std::string(path), " cannot be made: "), error.value());
    }
  }
  if (!std::filesystem::is_directory(path, error)) return std::string(path);
  return (std::filesystem::path(path) / absl::StrCat(std::string(keyspace), ".db")).string();
}

absl::StatusOr<std::unique_ptr<Store>> OpenNow(std::string_view url, std::string_view keyspace, Notice notice) {
  if (!IsKeyspace(keyspace)) return absl::InvalidArgumentError("A keyspace is named by a-z, 0-9 and hyphens.");
  if (url == kMemory) return SqliteStore::Open(":memory:");
  if (url.starts_with(kSqlite)) {
    ASSIGN_OR_RETURN(const std::string file, SqliteFile(url.substr(kSqlite.size()), keyspace));
    return SqliteStore::Open(file);
  }
  if (url.starts_with("redis://") || url.starts_with("redis+unix://")) {
    ASSIGN_OR_RETURN(const RedisAddress address, ParseRedisUrl(url));
    return RedisStore::Open(address, keyspace, std::move(notice));
  }
  return absl::InvalidArgumentError("A store is sqlite:PATH, sqlite::memory:, redis://HOST or redis+unix://SOCKET.");
}

// Waits for what can heal.
absl::StatusOr<std::unique_ptr<Store>> OpenBackend(std::string_view url, std::string_view keyspace, Notice notice) {
  const auto open = [url = std::string(url), keyspace = std::string(keyspace), notice = std::move(notice)] {
    return OpenNow(url, keyspace, notice);
  };
  auto backend = open();
  if (absl::IsUnavailable(backend.status())) return std::make_unique<AwaitedStore>(open);
  return backend;
}

}  // namespace

absl::StatusOr<std::unique_ptr<Store>> Open(std::string_view url, std::string_view keyspace, Notice notice) {
  ASSIGN_OR_RETURN(auto backend, OpenBackend(url, keyspace, std::move(notice)));
  return std::make_unique<EnvelopedStore>(std::move(backend));
}

absl::StatusOr<std::unique_ptr<IdentifiedStore>> OpenIdentified(std::string_view url, const Identity& identity,
                                                                Notice notice) {
  const bool sqlite = url.starts_with(kSqlite);
  Claim claim{.keyspace = identity.keyspace, .suite = identity.suite, .shared = !sqlite, .schema = identity.schema};
  std::string folder = identity.witness;
  std::string name = identity.keyspace;
  if (sqlite && url != kMemory) {
    ASSIGN_OR_RETURN(const std::string file, SqliteFile(url.substr(kSqlite.size()), identity.keyspace));
    claim.label = SqliteFileName(file);
    if (folder.empty()) {
      folder = std::filesystem::absolute(file).parent_path().string();
      name = std::filesystem::path(file).stem().string();
    }
  } else {
    claim.label = absl::StrCat("The store of ", identity.keyspace);
  }
  auto opened = OpenBackend(url, identity.keyspace, notice);
  if (absl::IsDataLoss(opened.status())) return RefusedAsDamaged(claim.label, opened.status());
  ASSIGN_OR_RETURN(auto backend, std::move(opened));
  std::unique_ptr<Witness> witness;
  if (!folder.empty()) {
    ASSIGN_OR_RETURN(witness, Witness::Open(folder, name, identity.keyspace));
    if (claim.suite.empty()) claim.suite = Witness::SuiteIn(folder);
  }
  return std::make_unique<IdentifiedStore>(std::move(backend), std::move(claim), std::move(witness), std::move(notice));
}

}  // namespace congress::store
