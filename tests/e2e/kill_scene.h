// A suite of which something is killed again and again: congressd, services on Redis, or Redis itself.
#pragma once

#include <memory>
#include <ostream>
#include <string>

#include "tests/e2e/kill_chance.h"
#include "tests/support/redis_server.h"
#include "tests/support/suite.h"

namespace congress::e2e {

enum class Victim {
  // congressd, on SQLite.
  kCongressd,
  // One of the separate processes, on Redis.
  kService,
  // redis-server, under the separate processes.
  kRedis,
};
inline constexpr Victim kVictims[] = {Victim::kCongressd, Victim::kService, Victim::kRedis};
std::string NameOf(Victim victim);
void PrintTo(Victim victim, std::ostream* out);

class KillScene {
 public:
  // `purpose` names the stream of chance that chooses among the services.
  KillScene(Victim victim, std::string_view purpose);

  // SIGKILL to whom it concerns, and starts them again; returns when they serve.
  void KillAndStart();

  const support::Suite& suite() const { return *suite_; }
  // How often each process was killed, as text.
  std::string Tally() const;

 private:
  const Victim victim_;
  KillChance chance_;
  std::map<std::string, int> killed_;
  // In this order: the suite ends before its Redis.
  std::unique_ptr<support::RedisServer> redis_;
  std::unique_ptr<support::Suite> suite_;
};

}  // namespace congress::e2e
