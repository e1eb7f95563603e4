#include <algorithm>

#include "cli/demo/chance.h"
#include "cli/demo/invent.h"
#include "platform/status/strings.h"

namespace congress::cli::demo {

std::vector<dossiers::v1::Tally> InventVotes(uint64_t seed, const std::string& process, const Meeting& meeting,
                                             size_t places, const std::vector<std::string>& persons) {
  Chance chance(seed, StrCat("votes/", process, "/", meeting.step()));
  const int valid = meeting.present() - meeting.invalid();
  // Of whichever number the share is counted, more than half of those convened are enough, and half of those present
  // are not.
  const int enough = meeting.convened() / 2 + 1;
  const int well = std::min(valid, enough + (valid - enough) / 3 + 1);
  const size_t passing = persons.size() - static_cast<size_t>(meeting.failing());
  std::vector<dossiers::v1::Tally> tallies;
  for (size_t i = 0; i < persons.size(); ++i) {
    dossiers::v1::Tally& tally = tallies.emplace_back();
    tally.set_person(persons[i]);
    int64_t agree = chance.Between(well, valid);
    if (i >= passing) {
      agree = chance.Between(meeting.present() / 4, meeting.present() / 2);
    } else if (i >= places) {
      agree = chance.Between(enough, well - 1);
    }
    const int64_t blank = chance.Between(0, std::min<int64_t>(valid - agree, 2));
    tally.set_agree(static_cast<int32_t>(agree));
    tally.set_blank(static_cast<int32_t>(blank));
    tally.set_disagree(static_cast<int32_t>(valid - agree - blank));
  }
  return tallies;
}

}  // namespace congress::cli::demo
