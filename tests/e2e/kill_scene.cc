#include "tests/e2e/kill_scene.h"

#include <algorithm>

#include "platform/status/strings.h"

namespace congress::e2e {

using support::RedisServer;
using support::Shape;
using support::Suite;

std::string NameOf(Victim victim) {
  switch (victim) {
    case Victim::kCongressd:
      return "congressd";
    case Victim::kService:
      return "service";
    case Victim::kRedis:
      return "redis";
  }
  return "";
}

void PrintTo(Victim victim, std::ostream* out) { *out << NameOf(victim); }

KillScene::KillScene(Victim victim, std::string_view purpose)
    : victim_(victim), chance_(StrCat("victims/", NameOf(victim), "/", purpose)) {
  Suite::Options options{.shape = Shape::kOneProcess, .store = "", .arguments = {}};
  if (victim != Victim::kCongressd) {
    redis_ = std::make_unique<RedisServer>();
    options.shape = Shape::kSeparate;
    options.store = redis_->url();
  }
  suite_ = std::make_unique<Suite>(options);
}

void KillScene::KillAndStart() {
  if (victim_ == Victim::kRedis) {
    ++killed_["redis-server"];
    redis_->Restart();
    return;
  }
  // The gateway every other time: it is at work on every call, of which a service sees a part.
  const std::vector<std::string> names = suite_->names();
  const bool at_gateway = chance_.Below(2) == 0 && std::find(names.begin(), names.end(), "gateway") != names.end();
  const std::string name = at_gateway ? "gateway" : names[chance_.Below(names.size())];
  ++killed_[name];
  suite_->Kill(name);
  suite_->Start(name);
}

std::string KillScene::Tally() const {
  std::string text;
  for (const auto& [name, count] : killed_) absl::StrAppend(&text, text.empty() ? "" : ", ", name, " ", count);
  return text;
}

}  // namespace congress::e2e
