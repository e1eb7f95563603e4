#include "services/drafting/domain/wordings.h"

#include <map>
#include <optional>
#include <utility>

#include "congress/drafting/v1/reason.pb.h"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "services/drafting/domain/opinion.h"
#include "services/drafting/domain/pieces.h"
#include "services/drafting/domain/quotation.h"
#include "services/drafting/domain/text/three_way_merge.h"

namespace congress::drafting {
namespace {

using Cause = v1::WordingCollision;
using Pieces = std::vector<Piece>;

// The wording for one section.
class Section {
 public:
  Section(const Body& asked, const Body& last)
      : asked_(asked), base_(PiecesOf(asked)), theirs_(PiecesOf(last)), ours_(base_) {}

  // Takes the opinion's wording, or says why not.
  std::optional<v1::WordingCollision> Put(const v1::Opinion& opinion) {
    const std::optional<Body> body = Reword(asked_, opinion.quotation(), opinion.wording());
    // The quotation was looked up when the opinion was given, and the round's revision does not change.
    if (!body.has_value()) return Collision(opinion, Cause::TEXT_CHANGED, "");
    Pieces wish = PiecesOf(*body);
    Merged ours = drafting::Merge(base_, ours_, wish);
    if (!ours.clashes.empty()) {
      auto collision = Collision(opinion, Cause::OTHER_WORDING, drafting::TextOf(ours.clashes.front().ours));
      collision.set_with(Other(wish));
      return collision;
    }
    const Merged with_theirs = drafting::Merge(base_, ours.pieces, theirs_);
    if (!with_theirs.clashes.empty()) {
      return Collision(opinion, Cause::TEXT_CHANGED, drafting::TextOf(with_theirs.clashes.front().theirs));
    }
    ours_ = std::move(ours.pieces);
    result_ = with_theirs.pieces;
    taken_.emplace_back(opinion.name(), std::move(wish));
    return std::nullopt;
  }

  // What the section says then; nothing where no wording was taken.
  std::optional<Body> result() const {
    return taken_.empty() ? std::nullopt : std::optional<Body>(drafting::BodyOf(result_));
  }

 private:
  static v1::WordingCollision Collision(const v1::Opinion& opinion, Cause::Cause cause, std::string present) {
    v1::WordingCollision collision;
    collision.set_opinion(opinion.name());
    collision.set_section(opinion.section());
    collision.set_cause(cause);
    collision.set_present(std::move(present));
    return collision;
  }

  // The opinion whose wording is in the way of `wish`.
  std::string Other(const Pieces& wish) const {
    for (const auto& [name, taken] : taken_) {
      if (!drafting::Merge(base_, taken, wish).clashes.empty()) return name;
    }
    return taken_.back().first;
  }

  const Body& asked_;
  const Pieces base_;
  const Pieces theirs_;
  Pieces ours_;
  Pieces result_;
  std::vector<std::pair<std::string, Pieces>> taken_;
};

}  // namespace

absl::Status CheckWording(const v1::Opinion& opinion) {
  const auto refuse = [&](std::string cause) {
    return status::FailedPrecondition(v1::WORDING_MISSING, {{"name", opinion.name()}, {"cause", std::move(cause)}});
  };
  if (!ProposesWording(opinion)) return refuse("none");
  if (!opinion.merged_into().empty()) return refuse("merged");
  const bool taken = opinion.disposition() == v1::TAKEN || opinion.disposition() == v1::PARTLY_TAKEN;
  return taken && Counts(opinion) ? absl::OkStatus() : refuse("not_taken");
}

absl::StatusOr<Reworded> PutWordings(const std::vector<v1::Opinion>& opinions, const v1::Revision& asked,
                                     const v1::Revision& last, const History& history, status::Language language) {
  const status::Teller tell(language);
  Reworded reworded{.sections = last.sections(), .merged = {}, .collisions = {}};
  std::map<std::string, std::vector<const v1::Opinion*>> by_section;
  for (const v1::Opinion& opinion : opinions) by_section[opinion.section()].push_back(&opinion);
  for (const auto& [id, wishes] : by_section) {
    const int place = PlaceOf(last.sections(), id);
    const int asked_place = PlaceOf(asked.sections(), id);
    const bool gone = place < 0 || asked_place < 0;
    Body was;
    Body is;
    if (!gone) {
      ASSIGN_OR_RETURN(was, BodyOfSection(asked.sections(asked_place), history));
      ASSIGN_OR_RETURN(is, BodyOfSection(last.sections(place), history));
    }
    Section section(was, is);
    for (const v1::Opinion* opinion : wishes) {
      std::optional<v1::WordingCollision> collision;
      if (gone) {
        collision.emplace();
        collision->set_opinion(opinion->name());
        collision->set_section(id);
        collision->set_cause(Cause::SECTION_GONE);
      } else {
        collision = section.Put(*opinion);
      }
      if (!collision.has_value()) {
        reworded.merged.push_back(opinion->name());
        continue;
      }
      collision->set_description(tell(collision->cause()));
      reworded.collisions.push_back(*std::move(collision));
    }
    if (std::optional<Body> body = section.result(); body.has_value()) {
      SetBody(*std::move(body), reworded.sections.Mutable(place));
    }
  }
  RETURN_IF_ERROR(CheckSections(reworded.sections));
  return reworded;
}

}  // namespace congress::drafting
