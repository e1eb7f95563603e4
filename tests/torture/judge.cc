#include "tests/torture/judge.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "platform/status/strings.h"

namespace congress::torture {
namespace {

using audit::v1::AuditRecord;
using audit::v1::Change;
using Kind = Fault::Kind;

// Of a request: principal, method, request_id. The same id of another principal is another request.
using Key = std::tuple<std::string, std::string, std::string>;

struct Effect {
  std::string service;
  int64_t sequence = 0;
};

// All sendings of one request, and all that it did.
struct Request {
  std::vector<const Attempt*> attempts;
  std::vector<Effect> effects;

  // When it was sent first; nobody knows of what is in no journal.
  absl::Time start() const { return attempts.empty() ? absl::InfinitePast() : attempts.front()->start; }
  // The first answer; null when there is none.
  const Attempt* answered() const {
    const Attempt* first = nullptr;
    for (const Attempt* attempt : attempts) {
      if (attempt->outcome == Outcome::kAnswered && (first == nullptr || attempt->end < first->end)) first = attempt;
    }
    return first;
  }
  bool refused() const {
    return std::all_of(attempts.begin(), attempts.end(),
                       [](const Attempt* attempt) { return attempt->outcome == Outcome::kRefused; });
  }
};

class Judgement {
 public:
  Judgement(const std::vector<Attempt>& journal, const Holding& holding) : holding_(holding) {
    for (const Attempt& attempt : journal) {
      requests_[{attempt.principal, attempt.method, attempt.request_id}].attempts.push_back(&attempt);
      principals_.insert(attempt.principal);
    }
  }

  std::vector<Fault> Run(const Holding* earlier) {
    ReadLogs();
    if (earlier != nullptr) CompareLogs(*earlier);
    for (const auto& [key, request] : requests_) JudgeRequest(key, request);
    JudgeGifts();
    JudgeOrder();
    JudgeResources();
    JudgeFiles();
    for (size_t i = 0; i < holding_.numbers.size(); ++i) {
      if (holding_.numbers[i] == static_cast<int64_t>(i + 1)) continue;
      Tell(Kind::kNumbers, StrCat("number ", holding_.numbers[i], " at place ", i + 1));
      break;
    }
    return std::move(faults_);
  }

 private:
  void Tell(Kind kind, std::string what) { faults_.push_back({kind, std::move(what)}); }
  static std::string NameOf(const Key& key) {
    return StrCat(std::get<1>(key), " ", std::get<2>(key), " of ", std::get<0>(key));
  }

  void ReadLogs() {
    for (const std::string& finding : holding_.tampering) Tell(Kind::kLogBroken, finding);
    for (const auto& [service, log] : holding_.logs) {
      int64_t last = 0;
      for (const AuditRecord& record : log) {
        if (record.sequence() <= last) {
          Tell(Kind::kLogBroken, StrCat(service, " has ", record.sequence(), " behind ", last));
        }
        last = record.sequence();
        for (const Change& change : record.changes()) Count(change);
        // What came to a graded paper is told as something graded alone.
        const bool did = !record.changes().empty() || !record.reads().empty();
        if (!did || record.request_id().empty()) continue;
        const Key key = {record.principal(), record.method(), record.request_id()};
        Request& request = requests_[key];
        request.effects.push_back({service, record.sequence()});
        if (request.attempts.empty() && principals_.contains(record.principal())) {
          Tell(Kind::kNeverAsked, StrCat(service, " ", record.sequence(), ": ", NameOf(key)));
        }
      }
    }
  }

  void Count(const Change& change) {
    const int difference = change.kind() == Change::CREATED ? 1 : change.kind() == Change::DELETED ? -1 : 0;
    if (difference != 0) audited_[change.name()] += difference;
  }

  void CompareLogs(const Holding& earlier) {
    for (const auto& [service, before] : earlier.logs) {
      const auto found = holding_.logs.find(service);
      for (size_t i = 0; i < before.size(); ++i) {
        if (found != holding_.logs.end() && i < found->second.size() &&
            found->second[i].SerializeAsString() == before[i].SerializeAsString()) {
          continue;
        }
        Tell(Kind::kLogBroken, StrCat(service, " ", before[i].sequence(), " was read and is gone or altered"));
        break;
      }
    }
  }

  void JudgeRequest(const Key& key, const Request& request) {
    if (request.effects.size() > 1) {
      Tell(Kind::kDoubled, StrCat(NameOf(key), " was done ", request.effects.size(), " times"));
    }
    // What processes ask of each other is in no journal.
    if (request.attempts.empty()) return;
    if (request.refused() && !request.effects.empty()) Tell(Kind::kRefusedYetDone, NameOf(key));
    const Attempt* const answered = request.answered();
    if (answered == nullptr) return;
    for (const Attempt* attempt : request.attempts) {
      if (attempt->outcome == Outcome::kAnswered && attempt->answer != answered->answer) {
        Tell(Kind::kTwoAnswers, NameOf(key));
        break;
      }
    }
    if (answered->end >= holding_.begin) return;
    if (request.effects.empty()) return Tell(Kind::kLost, NameOf(key));
    const Effect& effect = request.effects.front();
    const auto witnessed = holding_.witnessed.find(effect.service);
    if (witnessed != holding_.witnessed.end() && witnessed->second < effect.sequence) {
      Tell(Kind::kNotWitnessed,
           StrCat(NameOf(key), ": commit ", effect.sequence, ", witnessed until ", witnessed->second));
    }
  }

  void JudgeGifts() {
    std::map<std::string, const Key*> owners;
    for (const auto& [key, request] : requests_) {
      const Attempt* const answered = request.answered();
      if (answered == nullptr || answered->made.empty()) continue;
      const auto [owner, is_first] = owners.emplace(answered->made, &key);
      if (!is_first) Tell(Kind::kGivenTwice, StrCat(answered->made, ": ", NameOf(*owner->second), ", ", NameOf(key)));
      const auto collection = holding_.resources.find(CollectionOf(answered->made));
      if (answered->end < holding_.begin && collection != holding_.resources.end() &&
          !collection->second.contains(answered->made)) {
        Tell(Kind::kLost, StrCat(answered->made, " of ", NameOf(key)));
      }
    }
  }

  // Who was answered before another was first sent was done before it.
  void JudgeOrder() {
    std::map<std::string, std::map<int64_t, std::pair<const Key*, const Request*>>> by_place;
    for (const auto& [key, request] : requests_) {
      for (const Effect& effect : request.effects) by_place[effect.service][effect.sequence] = {&key, &request};
    }
    for (const auto& [service, places] : by_place) {
      absl::Time least = absl::InfiniteFuture();
      const Key* whose = nullptr;
      for (auto place = places.rbegin(); place != places.rend(); ++place) {
        const auto& [key, request] = place->second;
        if (least < request->start()) {
          Tell(Kind::kOutOfOrder, StrCat(NameOf(*whose), " lies behind ", NameOf(*key), " in ", service));
          break;
        }
        const Attempt* const answered = request->answered();
        if (answered != nullptr && answered->end < least) std::tie(least, whose) = std::pair(answered->end, key);
      }
    }
  }

  static std::string CollectionOf(const std::string& name) { return name.substr(0, name.rfind('/')); }

  void JudgeResources() {
    for (const auto& [name, count] : audited_) {
      const auto collection = holding_.resources.find(CollectionOf(name));
      if (collection == holding_.resources.end()) continue;
      if (count > 1) Tell(Kind::kNotAudited, StrCat(name, " was made ", count, " times"));
      if (count == 1 && !collection->second.contains(name)) {
        Tell(Kind::kNotAudited, StrCat(name, " was made and is not there"));
      }
    }
    if (!holding_.quiet) return;
    for (const auto& [collection, names] : holding_.resources) {
      for (const std::string& name : names) {
        const auto found = audited_.find(name);
        if (found == audited_.end() || found->second < 1) Tell(Kind::kNotAudited, StrCat("nobody made ", name));
      }
    }
  }

  void JudgeFiles() {
    std::map<std::string, std::set<std::string>> sent;
    std::set<std::string> answered;
    for (const auto& [key, request] : requests_) {
      if (request.attempts.empty() || request.attempts.front()->file.empty()) continue;
      const Attempt& first = *request.attempts.front();
      sent[first.file].insert(first.sha256);
      const Attempt* const answer = request.answered();
      if (answer != nullptr && answer->end < holding_.begin) answered.insert(first.file);
    }
    for (const std::string& name : answered) {
      if (!holding_.files.contains(name)) Tell(Kind::kFile, StrCat(name, " has no file"));
    }
    for (const auto& [name, sha256] : holding_.files) {
      if (!sent[name].contains(sha256)) Tell(Kind::kFile, StrCat(name, ": ", sha256));
    }
  }

  const Holding& holding_;
  std::map<Key, Request> requests_;
  std::set<std::string> principals_;
  // How often each resource was made and not deleted again, as the logs say.
  std::map<std::string, int> audited_;
  std::vector<Fault> faults_;
};

}  // namespace

std::string NameOf(Fault::Kind kind) {
  switch (kind) {
    case Kind::kLost:
      return "lost";
    case Kind::kDoubled:
      return "doubled";
    case Kind::kRefusedYetDone:
      return "refused yet done";
    case Kind::kTwoAnswers:
      return "two answers";
    case Kind::kGivenTwice:
      return "given twice";
    case Kind::kNeverAsked:
      return "never asked";
    case Kind::kOutOfOrder:
      return "out of order";
    case Kind::kLogBroken:
      return "log broken";
    case Kind::kNotAudited:
      return "not audited";
    case Kind::kNumbers:
      return "numbers";
    case Kind::kFile:
      return "file";
    case Kind::kNotWitnessed:
      return "not witnessed";
  }
  return "";
}

void PrintTo(const Fault& fault, std::ostream* out) { *out << NameOf(fault.kind) << ": " << fault.what; }

std::vector<Fault> Judge(const std::vector<Attempt>& journal, const Holding& holding, const Holding* earlier) {
  return Judgement(journal, holding).Run(earlier);
}

}  // namespace congress::torture
