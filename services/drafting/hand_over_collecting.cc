// The files of a hand-over, made and signed by the steps of an operation.
#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_format.h"
#include "platform/bundle/manifest.h"
#include "platform/bundle/write.h"
#include "platform/civil/civil.h"
#include "platform/digest/sha256.h"
#include "platform/paper/paper.h"
#include "platform/status/macros.h"
#include "platform/status/strings.h"
#include "services/drafting/access.h"
#include "services/drafting/domain/hand_over.h"
#include "services/drafting/domain/opinion_report.h"
#include "services/drafting/domain/revision_paper.h"
#include "services/drafting/hand_over_service.h"
#include "services/drafting/opinion_collection.h"
#include "services/drafting/records.h"
#include "services/drafting/revisions.h"

namespace congress::drafting {
namespace {

using congress::bundle::v1::File;

// What is written for the archive is in the language of its papers.
constexpr status::Language kWritten = status::Language::kVietnamese;
constexpr size_t kMostDropped = 500;
constexpr size_t kMostPapersInStep = 100;

// Where a part of a document ends up, without what the form of a file adds.
struct Part {
  std::string path;
  std::string title;
  paper::v1::Paper paper;
};

std::string Numbered(int number, std::string_view text) { return absl::StrFormat("%02d %s", number, FileNameOf(text)); }

}  // namespace

// The making of one hand-over's files in one step.
class HandOverService::Collecting {
 public:
  Collecting(const HandOverService& service, rpc::Call& call, const v1::HandOver& hand_over, v1::HandOverCheckpoint* at)
      : service_(service), call_(call), hand_over_(hand_over), at_(*at) {}

  // The next part; afterwards `at` is where the next one is.
  absl::Status Next() {
    const std::string& resource = hand_over_.resources(at_.next_resource());
    return resource.starts_with("numberSeries/") ? NextOfSeries(resource) : NextOfDocument(resource);
  }

  // Keeps short bytes within the record.
  File Add(const std::string& path, std::string_view media_type, std::string bytes, const std::string& resource,
           const std::string& title) {
    v1::HandOverFile made = NewFile(path, media_type, bytes, resource, title);
    made.set_bytes(std::move(bytes));
    return service_.kept_.PutNew(call_, std::move(made)).file();
  }

 private:
  v1::HandOverFile NewFile(const std::string& path, std::string_view media_type, std::string_view bytes,
                           const std::string& resource, const std::string& title) {
    at_.set_file_count(at_.file_count() + 1);
    v1::HandOverFile made;
    made.set_name(FileName(at_.file_count()));
    made.set_organisation(hand_over_.organisation());
    File& file = *made.mutable_file();
    file.set_name(path);
    file.set_size_bytes(static_cast<int64_t>(bytes.size()));
    file.set_sha256(digest::Sha256Hex(bytes));
    file.set_media_type(std::string(media_type));
    file.set_title(title);
    file.set_resource(resource);
    return made;
  }

  void EndResource() {
    at_.set_next_resource(at_.next_resource() + 1);
    at_.set_next_part(0);
    at_.clear_last_entry();
  }

  // `Văn kiện/01 Báo cáo chính trị`.
  std::string Folder(std::string_view of, std::string_view text) const {
    return StrCat(of, "/", Numbered(at_.next_resource() + 1, text));
  }

  absl::Status AddPaper(const Part& part, paper::v1::Format format, const std::string& resource) {
    ASSIGN_OR_RETURN(const paper::File file, paper::Render(part.paper, format, service_.layout_));
    const std::string& owner = hand_over_.organisation();
    ASSIGN_OR_RETURN(const content::v1::Content content,
                     service_.files_.Keep({.name = owner, .organisation = owner}, file.media_type, file.content));
    RETURN_IF_ERROR(service_.files_.Refer(call_, content));
    v1::HandOverFile made =
        NewFile(StrCat(part.path, file.extension), file.media_type, file.content, resource, part.title);
    *made.mutable_content() = content;
    made.set_owner(owner);
    made.set_made(true);
    service_.kept_.PutNew(call_, std::move(made));
    return absl::OkStatus();
  }

  absl::Status AddRevision(const v1::Document& document, const std::string& name, const Part& place) {
    ASSIGN_OR_RETURN(v1::Revision revision, kRevisions.Load(call_, name));
    ASSIGN_OR_RETURN(revision, kRevisions.WithBodies(call_, std::move(revision)));
    Part part = place;
    part.paper = RevisionPaper({.document = document, .revision = revision}, {}, kWritten);
    for (const paper::v1::Format format : {paper::v1::DOCX, paper::v1::PDF}) {
      RETURN_IF_ERROR(AddPaper(part, format, name));
    }
    return absl::OkStatus();
  }

  // One text, or the opinions of one round.
  absl::Status NextOfDocument(const std::string& name) {
    ASSIGN_OR_RETURN(const v1::Document document, kDocuments.Load(call_, name));
    ASSIGN_OR_RETURN(const auto rounds, rounds_.LoadAll(call_, StrCat(name, "/opinionRounds/")));
    // Each text once, as it was frozen first.
    std::vector<std::pair<std::string, std::string>> texts;
    for (const v1::Milestone& milestone : document.milestones()) {
      const bool is_new = texts.empty() || texts.back().first != milestone.revision();
      if (is_new) texts.emplace_back(milestone.revision(), StrCat("Dự thảo ", milestone.draft()));
    }
    if (texts.empty() || texts.back().first != document.latest_revision()) {
      texts.emplace_back(document.latest_revision(), "Bản sau cùng");
    }
    const auto part = static_cast<size_t>(at_.next_part());
    const std::string folder = Folder("Văn kiện", document.display_name());
    at_.set_next_part(at_.next_part() + 1);
    if (part < texts.size()) {
      const auto& [revision, title] = texts[part];
      RETURN_IF_ERROR(AddRevision(document, revision,
                                  {.path = StrCat(folder, "/", Numbered(at_.next_part(), title)),
                                   .title = StrCat(document.display_name(), " - ", title),
                                   .paper = {}}));
    } else if (part - texts.size() < rounds.size()) {
      const v1::OpinionRound& round = rounds[part - texts.size()];
      ASSIGN_OR_RETURN(const OpinionCollection collected, CollectOpinions(call_, round));
      const std::string title = StrCat("Ý kiến góp ý - ", round.display_name());
      RETURN_IF_ERROR(AddPaper({.path = StrCat(folder, "/", Numbered(at_.next_part(), title)),
                                .title = StrCat(document.display_name(), " - ", title),
                                .paper = OpinionPaper(collected.Table(call_), {}, kWritten)},
                               paper::v1::PDF, round.name()));
    }
    if (part + 1 >= texts.size() + rounds.size()) EndResource();
    return absl::OkStatus();
  }

  // The register, and then the issued papers, some at a time.
  absl::Status NextOfSeries(const std::string& name) {
    ASSIGN_OR_RETURN(const v1::NumberSeries series, service_.series_.Load(call_, name));
    const std::string title = StrCat(series.document_type(), series.document_type().empty() ? "" : "-",
                                     series.issuer_symbol(), " ", series.term());
    if (at_.next_part() == 0) {
      ASSIGN_OR_RETURN(const auto entries, kNumberEntries.LoadAll(call_, StrCat(name, "/entries/")));
      Add(StrCat(Folder("Sổ văn bản", title), ".csv"), "text/csv", RegisterCsv(entries), name,
          StrCat("Sổ văn bản ", title));
    }
    at_.set_next_part(at_.next_part() + 1);
    ASSIGN_OR_RETURN(const auto papers, kIssuedPapers.LoadAll(call_, StrCat(name, "/papers/")));
    size_t added = 0;
    for (const v1::IssuedPaper& paper : papers) {
      if (paper.state() == v1::IssuedPaper::ISSUING || paper.name() <= at_.last_entry()) continue;
      if (added == kMostPapersInStep) return absl::OkStatus();
      AddIssued(paper, StrCat(Folder("Văn bản ban hành", title), "/",
                              FileNameOf(StrCat(paper.printed(), " ", paper.title()))));
      at_.set_last_entry(paper.name());
      ++added;
    }
    EndResource();
    return absl::OkStatus();
  }

  // Its files lie where they were kept when it was issued.
  void AddIssued(const v1::IssuedPaper& paper, const std::string& path) {
    for (const v1::IssuedFile& issued : paper.files()) {
      at_.set_file_count(at_.file_count() + 1);
      v1::HandOverFile made;
      made.set_name(FileName(at_.file_count()));
      made.set_organisation(hand_over_.organisation());
      made.set_owner(std::string(ParentOf(paper.name())));
      *made.mutable_content() = issued.content();
      File& file = *made.mutable_file();
      file.set_name(StrCat(path, ".", issued.name().substr(issued.name().rfind('/') + 1)));
      file.set_size_bytes(issued.content().size_bytes());
      file.set_sha256(absl::BytesToHexString(issued.content().sha256()));
      file.set_media_type(issued.content().media_type());
      file.set_number(paper.printed());
      file.set_title(paper.state() == v1::IssuedPaper::ISSUED
                         ? paper.title()
                         : StrCat(paper.title(), " (", status::Teller(kWritten)(paper.state()), ")"));
      file.set_resource(paper.name());
      service_.kept_.PutNew(call_, std::move(made));
    }
  }

  std::string FileName(int number) const { return StrCat(FilesOf(hand_over_.name()), absl::StrFormat("%06d", number)); }

  const HandOverService& service_;
  rpc::Call& call_;
  const v1::HandOver& hand_over_;
  v1::HandOverCheckpoint& at_;
  rpc::Repository<v1::OpinionRound> rounds_{rpc::kUnlisted};
};

HandOverService::HandOverService(const paper::Layout& layout, operations::Operations& operations,
                                 const content::OwnFiles& files, const auth::Signer& signer)
    : layout_(layout), operations_(operations), files_(files), signer_(signer) {
  operations.Register(
      std::string(kStartHandOver), [this](rpc::Call& call, operations::Step& step) { return CollectStep(call, step); },
      [this](rpc::Call& call, operations::Step& step) { return DropStep(call, step); });
}

absl::StatusOr<bool> HandOverService::CollectStep(rpc::Call& call, operations::Step& step) const {
  ASSIGN_OR_RETURN(v1::HandOverCheckpoint at, step.CheckpointAs<v1::HandOverCheckpoint>());
  ASSIGN_OR_RETURN(const auto request, step.RequestAs<v1::StartHandOverRequest>());
  ASSIGN_OR_RETURN(v1::HandOver hand_over, hand_overs_.Load(call, StrCat("handOvers/", request.hand_over_id())));
  step.progress.set_unit(operations::v1::Progress::RECORDS);
  step.progress.set_total(hand_over.resources_size());
  step.progress.set_done(at.next_resource());
  const bool last = at.next_resource() == hand_over.resources_size();
  if (last) {
    RETURN_IF_ERROR(Finish(call, std::move(hand_over), step));
  } else {
    RETURN_IF_ERROR(Collecting(*this, call, hand_over, &at).Next());
  }
  step.checkpoint = at.SerializeAsString();
  return last;
}

absl::Status HandOverService::Finish(rpc::Call& call, v1::HandOver hand_over, operations::Step& step) const {
  ASSIGN_OR_RETURN(auto kept, kept_.LoadAll(call, FilesOf(hand_over.name())));
  std::vector<File> files;
  for (const v1::HandOverFile& one : kept) files.push_back(one.file());
  v1::HandOverCheckpoint at;
  at.set_file_count(static_cast<int32_t>(kept.size()));
  files.push_back(Collecting(*this, call, hand_over, &at)
                      .Add("Danh mục.csv", "text/csv", ListOfFiles(files), "", "Danh mục tài liệu"));

  congress::bundle::v1::Manifest manifest;
  manifest.set_bundle(hand_over.name());
  manifest.set_title(hand_over.title());
  manifest.set_sender(hand_over.organisation());
  manifest.set_sender_name(call.NameOf(hand_over.organisation()));
  manifest.set_receiver(hand_over.receiver());
  manifest.set_receiver_name(hand_over.receiver_name());
  manifest.mutable_create_time()->set_seconds(absl::ToUnixSeconds(call.now()));
  manifest.mutable_files()->Assign(files.begin(), files.end());
  v1::HandOverBundle bundle;
  bundle.set_name(BundleOf(hand_over.name()));
  bundle.set_organisation(hand_over.organisation());
  ASSIGN_OR_RETURN(*bundle.mutable_signed_manifest(), congress::bundle::Sign(std::move(manifest), signer_));
  const auto& signed_manifest = bundle.signed_manifest();
  ASSIGN_OR_RETURN(*hand_over.mutable_manifest(), congress::bundle::ParseManifest(signed_manifest.manifest()));
  ASSIGN_OR_RETURN(const int64_t size, congress::bundle::SizeOf(signed_manifest));
  hand_over.set_size_bytes(size);
  hand_over.set_file_count(hand_over.manifest().files_size());
  hand_over.set_manifest_sha256(digest::Sha256Hex(signed_manifest.manifest()));
  bundles_.PutNew(call, std::move(bundle));

  const Act act{.account = hand_over.author(), .person = hand_over.author_person(), .now = call.now()};
  NoteAct(v1::HandOver::READY, "", act, &hand_over);
  if (!hand_over.replaces().empty()) {
    ASSIGN_OR_RETURN(v1::HandOver before, hand_overs_.Load(call, hand_over.replaces()));
    NoteAct(v1::HandOver::WITHDRAWN, hand_over.name(), act, &before);
    hand_overs_.Put(call, std::move(before));
  }
  step.response = std::make_unique<v1::HandOver>(ForList(hand_overs_.Put(call, std::move(hand_over))));
  return absl::OkStatus();
}

absl::StatusOr<bool> HandOverService::DropStep(rpc::Call& call, operations::Step& step) const {
  ASSIGN_OR_RETURN(const auto request, step.RequestAs<v1::StartHandOverRequest>());
  const std::string name = StrCat("handOvers/", request.hand_over_id());
  ASSIGN_OR_RETURN(const auto kept, kept_.LoadAll(call, FilesOf(name)));
  size_t dropped = 0;
  for (const v1::HandOverFile& file : kept) {
    if (dropped == kMostDropped) return false;
    if (file.made()) files_.Release(call, file.organisation(), file.content());
    kept_.Delete(call, file.name());
    ++dropped;
  }
  hand_overs_.Delete(call, name);
  return true;
}

}  // namespace congress::drafting
