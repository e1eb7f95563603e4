#include "services/scheduling/domain/solver/bound.h"

#include <algorithm>
#include <set>
#include <utility>

#include "services/scheduling/domain/solver/market.h"

namespace congress::scheduling::solver {
namespace {

// More than there can be of anything.
constexpr int64_t kMany = 1'000'000;

// Days of meetings: places on days, days of rooms and of required persons.
class DayMarket : public Market {
 public:
  DayMarket(const Model& model, Ask ask) : Market(model, ask) {
    for (int day = 0; day < model.days(); ++day) AddDay(day);
    for (int day = 0; day < model.days(); ++day) AddPresent(day);
    const int rooms = static_cast<int>(problem_.rooms.size());
    for (int row = 0; row < rooms + model.persons(); ++row) {
      const int64_t again = Price(row < rooms ? Rule::kRoom : Rule::kBusy);
      for (int day = 0; day < model.days(); ++day) {
        AddCell(again == kNever ? std::vector<Offer>{{1, 0}} : std::vector<Offer>{{1, 0}, {model.meetings(), again}},
                0);
      }
    }
    for (int i = 0; i < model.meetings(); ++i) {
      std::vector<int> rows = {0};
      if (model.meeting(i).attended) rows.push_back(1);
      for (const int room : model.meeting(i).rooms) rows.push_back(2 + room);
      for (const int person : model.meeting(i).required) rows.push_back(2 + rooms + person);
      std::vector<Choice>& choices = choices_.emplace_back();
      for (const Option& option : model.starts(i)) {
        choices.push_back({Own(option.cost), {}});
        for (const int row : rows) {
          for (int day = 0; day < model.meeting(i).days; ++day) {
            choices.back().cells.push_back(row * model.days() + option.value + day);
          }
        }
      }
    }
    for (size_t g = 0; g < problem_.groups.size(); ++g) AddSessions(static_cast<int>(g));
  }

  void Fill(int64_t rounds, Certificate* certificate) {
    const std::vector<int64_t>& prices = Run(rounds);
    auto from = prices.begin();
    const auto next = [&](std::vector<int64_t>* row) {
      row->assign(from, from + model_.days());
      from += model_.days();
    };
    next(&certificate->place);
    next(&certificate->present);
    certificate->room.resize(problem_.rooms.size());
    certificate->person.resize(problem_.persons.size());
    for (auto& row : certificate->room) next(&row);
    for (auto& row : certificate->person) next(&row);
  }

 private:
  void AddDay(int day) {
    const int64_t count = model_.meetings();
    const int64_t taken = problem_.days[At(day)].taken;
    const auto below = [&](int64_t most) { return std::clamp<int64_t>(most - taken, 0, count); };
    const std::pair<int64_t, int64_t> limits[] = {{below(problem_.policy.day_level), Price(Rule::kDayLevel)},
                                                  {below(problem_.policy.day_most), Price(Rule::kDayMost)}};
    std::vector<int64_t> ends = {0, count};
    for (const auto& [limit, price] : limits) ends.push_back(limit);
    std::sort(ends.begin(), ends.end());
    std::vector<Offer> offers;
    for (size_t k = 0; k + 1 < ends.size(); ++k) {
      int64_t sum = 0;
      for (const auto& [limit, price] : limits) sum = std::min(kNever, sum + (ends[k] >= limit ? price : 0));
      if (sum < kNever && ends[k] < ends[k + 1]) offers.push_back({ends[k + 1] - ends[k], sum});
    }
    AddCell(std::move(offers), 0);
  }

  // Those who attend anything and are there, once each; where one may be in two places, any number.
  void AddPresent(int day) {
    if (!model_.blocks(Rule::kBusy) || !model_.blocks(Rule::kAway)) return AddCell({{kMany, 0}}, 0);
    int64_t present = 0;
    for (int p = 0; p < model_.persons(); ++p) {
      present += problem_.persons[At(p)].attends && !model_.away(p, day) ? 1 : 0;
    }
    std::vector<Offer> offers = {{present, 0}};
    if (ask_ == Ask::kFaults) offers.push_back({kMany, scale_});
    AddCell(std::move(offers), 0);
  }

  // The sessions that a group cannot do without take those of its members who attend elsewhere.
  void AddSessions(int group) {
    int64_t meetings = 0;
    std::set<int> days;
    for (int i = 0; i < model_.meetings(); ++i) {
      if (model_.meeting(i).group != group) continue;
      ++meetings;
      for (const Option& option : model_.approvals(i)) days.insert(option.value);
    }
    if (meetings == 0 || !model_.blocks(Rule::kSessionSize)) return;
    std::vector<Choice> choices;
    for (const int day : days) {
      choices.push_back({0, {}});
      for (const int p : model_.members(group)) {
        if (problem_.persons[At(p)].attends) choices.back().cells.push_back(model_.days() + day);
      }
    }
    // A session too few is at least one fault itself.
    if (ask_ == Ask::kFaults) choices.push_back({scale_, {}});
    const int64_t size = problem_.policy.session_size;
    choices_.insert(choices_.end(), At(static_cast<int>((meetings + size - 1) / size)), choices);
  }
};

// Approvals of meetings: places in the sessions of each group, by day.
class SessionMarket : public Market {
 public:
  SessionMarket(const Model& model, Ask ask) : Market(model, ask) {
    const int64_t again = Price(Rule::kSessionSize);
    for (size_t cell = 0; cell < problem_.groups.size() * At(model.days()); ++cell) {
      std::vector<Offer> offers = {{problem_.policy.session_size, 0}};
      if (again < kNever) offers.push_back({model.meetings(), again});
      AddCell(std::move(offers), 0);
    }
    for (int i = 0; i < model.meetings(); ++i) {
      if (model.meeting(i).group < 0) continue;
      std::vector<Choice>& choices = choices_.emplace_back();
      for (const Option& option : model.approvals(i)) {
        choices.push_back({Own(option.cost), {model.meeting(i).group * model.days() + option.value}});
      }
    }
  }

  void Fill(int64_t rounds, Certificate* certificate) {
    const std::vector<int64_t>& prices = Run(rounds);
    certificate->session.clear();
    for (auto from = prices.begin(); from != prices.end(); from += model_.days()) {
      certificate->session.emplace_back(from, from + model_.days());
    }
  }
};

// Attendees of meetings: by person the meetings of the load, then the steps of kilometres.
class PersonMarket : public Market {
 public:
  PersonMarket(const Model& model, Ask ask) : Market(model, ask) {
    for (int p = 0; p < model.persons(); ++p) AddPerson(p);
    for (int i = 0; i < model.meetings(); ++i) {
      if (!model.meeting(i).attended) continue;
      std::vector<Choice>& choices = choices_.emplace_back();
      for (const Option& option : model.attendees(i)) choices.push_back({Own(option.cost), {2 * option.value}});
      km_.push_back(model.meeting(i).km_from_centre);
    }
  }

  void Fill(int64_t rounds, Certificate* certificate) {
    const std::vector<int64_t>& prices = Run(rounds);
    certificate->load.clear();
    certificate->km.clear();
    for (int p = 0; p < model_.persons(); ++p) {
      certificate->load.push_back(prices[2 * At(p)]);
      certificate->km.push_back(prices[2 * At(p) + 1]);
    }
  }

 private:
  void AddPerson(int p) {
    const Person& person = problem_.persons[At(p)];
    const int64_t count = static_cast<int64_t>(problem_.meetings.size());
    const int64_t least = std::clamp<int64_t>(person.load_least, 0, count);
    const int64_t most = std::clamp<int64_t>(person.load_most, least, count);
    std::vector<Offer> offers;
    if (person.attends) {
      // The first meetings spare what too few would cost; where too few are forbidden, whatever it takes.
      const int64_t below = Price(Rule::kLoadBelow);
      offers.push_back({least, below == kNever ? -kForced * scale_ : -below});
      offers.push_back({most - least, 0});
      if (Price(Rule::kLoadAbove) < kNever) offers.push_back({count - most, Price(Rule::kLoadAbove)});
    }
    AddCell(std::move(offers), -kForced * scale_);
    if (person.attends && person.stands_in_for < 0 && ask_ == Ask::kCost && model_.weight(Rule::kTravelSpread) > 0) {
      travellers_.push_back(2 * At(p) + 1);
      AddCell({}, -kForced * scale_);
    } else {
      // Whose kilometres are not levelled drives them for nothing.
      AddCell({{kMany, 0}}, 0);
    }
  }

  static constexpr int64_t kForced = 10'000;
};

}  // namespace

Bound FindBound(const Model& model, Ask ask, int64_t rounds, int64_t enough) {
  constexpr int64_t kAtOnce = 256;
  Bound bound;
  bound.certificate.ask = ask;
  DayMarket days(model, ask);
  PersonMarket persons(model, ask);
  SessionMarket sessions(model, ask);
  bound.certificate.scale = days.scale();
  do {
    days.Fill(std::min(rounds, kAtOnce), &bound.certificate);
    persons.Fill(std::min(rounds, kAtOnce), &bound.certificate);
    sessions.Fill(std::min(rounds, kAtOnce), &bound.certificate);
    bound.value = CheckCertificate(model.problem(), bound.certificate);
    rounds -= kAtOnce;
  } while (rounds > 0 && bound.value < enough);
  return bound;
}

}  // namespace congress::scheduling::solver
