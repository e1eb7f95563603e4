// How a package comes to be: dossier by dossier, each a step.
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_format.h"
#include "congress/dossiers/v1/reason.pb.h"
#include "platform/bundle/manifest.h"
#include "platform/bundle/write.h"
#include "platform/digest/sha256.h"
#include "platform/paper/paper.h"
#include "platform/status/macros.h"
#include "platform/status/strings.h"
#include "services/dossiers/domain/curriculum_paper.h"
#include "services/dossiers/domain/package.h"
#include "services/dossiers/domain/paper.h"
#include "services/dossiers/fact_records.h"
#include "services/dossiers/folders.h"
#include "services/dossiers/ids.h"
#include "services/dossiers/package_records.h"
#include "services/dossiers/package_service.h"
#include "services/dossiers/persons.h"
#include "services/dossiers/records.h"
#include "services/dossiers/requests.h"

namespace congress::dossiers {
namespace {

constexpr std::string_view kCreatePackage = "CreatePackage";

// Stages the files of one package.
class Gathering {
 public:
  Gathering(rpc::Call& call, const v1::Package& package, const v1::Dossier& dossier, v1::PackageCheckpoint* at)
      : call_(call), package_(package), dossier_(dossier), at_(*at) {}

  void Add(const std::string& what, const std::string& title, const content::v1::Content& content,
           const std::string& resource, bool made) {
    at_.set_file_count(at_.file_count() + 1);
    v1::PackageFile kept;
    kept.set_name(StrCat(FilesOfPackage(package_.name()), absl::StrFormat("%06d", at_.file_count())));
    kept.set_organisation(package_.organisation());
    kept.set_owner(dossier_.person());
    kept.set_made(made);
    *kept.mutable_content() = content;
    congress::bundle::v1::File& file = *kept.mutable_file();
    file.set_name(PathInPackage(dossier_.name(), number_++, what, content.media_type()));
    file.set_size_bytes(content.size_bytes());
    file.set_sha256(absl::BytesToHexString(content.sha256()));
    file.set_media_type(content.media_type());
    file.set_title(title);
    file.set_resource(resource);
    kPackageFiles.PutNew(call_, std::move(kept));
  }

 private:
  rpc::Call& call_;
  const v1::Package& package_;
  const v1::Dossier& dossier_;
  v1::PackageCheckpoint& at_;
  int number_ = 1;
};

}  // namespace

PackageService::PackageService(const paper::Layout& layout, operations::Operations& operations,
                               const content::OwnFiles& files, const auth::Signer& signer)
    : layout_(layout), operations_(operations), files_(files), signer_(signer) {
  operations.Register(
      std::string(kCreatePackage), [this](rpc::Call& call, operations::Step& step) { return BuildStep(call, step); },
      [this](rpc::Call& call, operations::Step& step) { return DropStep(call, step); });
}

absl::StatusOr<operations::v1::Operation> PackageService::CreatePackage(rpc::Call& call,
                                                                        const v1::CreatePackageRequest& request) const {
  const std::string organisation = request.package().organisation();
  RETURN_IF_ERROR(call.Require(organisation));
  RETURN_IF_ERROR(RequireSight(call, *v1::Package::descriptor()->FindFieldByName("manifest")));
  RETURN_IF_ERROR(files_.Available());
  ASSIGN_OR_RETURN(const std::string id, IdFor(call, request.package_id(), organisation, "package_id"));
  ASSIGN_OR_RETURN(v1::Package package, PlanPackage(request.parent(), id, request.package(), ActorOf(call)));
  for (v1::Package::Item& item : *package.mutable_items()) {
    ASSIGN_OR_RETURN(const v1::Dossier dossier, kDossiers.Read(call, item.dossier()));
    RETURN_IF_ERROR(RequireOther(call, dossier.person()));
    RETURN_IF_ERROR(CollideOnPerson(call, dossier.person()));
    RETURN_IF_ERROR(RequireAccepted(dossier));
    ASSIGN_OR_RETURN(Folder folder, FolderOf(call, dossier));
    for (v1::Component& paper : folder.components) {
      if (paper.state() != v1::Component::LIVE || !DocumentOf(&paper)->content().id().empty()) continue;
      return status::FailedPrecondition(v1::PAPER_WITHOUT_FILE, {{"dossier", dossier.name()}});
    }
    item.set_content_sha256(dossier.accepted_sha256());
    item.set_person(dossier.person());
  }
  ASSIGN_OR_RETURN(package, kPackages.Create(call, std::move(package)));
  if (!package.supersedes().empty()) {
    ASSIGN_OR_RETURN(const v1::Package before, kPackages.Read(call, package.supersedes()));
    RETURN_IF_ERROR(RequireReplaceable(before));
  }
  v1::PackageCheckpoint at;
  at.set_name(package.name());
  return operations_.Begin(call, kCreatePackage, organisation, at, {.checkpoint = at.SerializeAsString()});
}

absl::StatusOr<bool> PackageService::BuildStep(rpc::Call& call, operations::Step& step) const {
  ASSIGN_OR_RETURN(v1::PackageCheckpoint at, step.CheckpointAs<v1::PackageCheckpoint>());
  ASSIGN_OR_RETURN(v1::Package package, kPackages.Load(call, at.name()));
  step.progress.set_unit(operations::v1::Progress::RECORDS);
  step.progress.set_total(package.items_size());
  step.progress.set_done(at.next_item());
  const bool last = at.next_item() == package.items_size();
  if (last) {
    ASSIGN_OR_RETURN(package, Finish(call, std::move(package)));
    auto told = std::make_unique<v1::CreatePackageResponse>();
    told->set_package(package.name());
    step.response = std::move(told);
  } else {
    RETURN_IF_ERROR(AddDossier(call, package, &at));
  }
  step.checkpoint = at.SerializeAsString();
  return last;
}

absl::Status PackageService::AddDossier(rpc::Call& call, const v1::Package& package, v1::PackageCheckpoint* at) const {
  const v1::Package::Item& item = package.items(at->next_item());
  at->set_next_item(at->next_item() + 1);
  ASSIGN_OR_RETURN(const v1::Dossier dossier, kDossiers.Load(call, item.dossier()));
  if (dossier.state() != v1::Dossier::ACCEPTED || dossier.accepted_sha256() != item.content_sha256()) {
    return status::FailedPrecondition(v1::PACKAGE_OUTDATED, {{"dossier", dossier.name()}});
  }
  ASSIGN_OR_RETURN(const std::string standing, StandingName(call, dossier.person()));
  ASSIGN_OR_RETURN(const v1::Person person, kPersons.Load(call, standing));
  ASSIGN_OR_RETURN(const v1::CurriculumVitae curriculum, kCurricula.LoadOr(call, BlankCurriculum(person)));
  const paper::v1::Paper form =
      CurriculumPaper(person, curriculum, call.NameOf(person.organisation()), {}, status::Language::kVietnamese);
  ASSIGN_OR_RETURN(const paper::File file, paper::Render(form, paper::v1::PDF, layout_));
  ASSIGN_OR_RETURN(
      const content::v1::Content content,
      files_.Keep({.name = dossier.person(), .organisation = package.organisation()}, file.media_type, file.content));
  RETURN_IF_ERROR(files_.Refer(call, content));
  Gathering gathering(call, package, dossier, at);
  gathering.Add("2C", "Sơ yếu lý lịch mẫu 2C", content, curriculum.name(), /*made=*/true);
  ASSIGN_OR_RETURN(Folder folder, FolderOf(call, dossier));
  ASSIGN_OR_RETURN(const v1::ChecklistTemplate checklist, kChecklistTemplates.Load(call, dossier.template_()));
  for (const v1::ChecklistItem& wanted : checklist.items()) {
    for (v1::Component& paper : folder.components) {
      if (paper.state() != v1::Component::LIVE || paper.item_id() != wanted.item_id()) continue;
      const v1::Document& document = *DocumentOf(&paper);
      gathering.Add(paper.item_id(), document.title(), document.content(), paper.name(), /*made=*/false);
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<v1::Package> PackageService::Finish(rpc::Call& call, v1::Package package) const {
  congress::bundle::v1::Manifest manifest;
  manifest.set_bundle(package.name());
  manifest.set_title(package.title());
  manifest.set_sender(package.organisation());
  manifest.set_sender_name(call.NameOf(package.organisation()));
  manifest.set_receiver(package.receiver());
  manifest.set_receiver_name(call.NameOf(package.receiver()));
  manifest.mutable_create_time()->set_seconds(absl::ToUnixSeconds(call.now()));
  ASSIGN_OR_RETURN(const auto kept, kPackageFiles.LoadAll(call, FilesOfPackage(package.name())));
  for (const v1::PackageFile& one : kept) *manifest.add_files() = one.file();
  v1::PackageBundle bundle;
  bundle.set_name(BundleOfPackage(package.name()));
  bundle.set_organisation(package.organisation());
  ASSIGN_OR_RETURN(*bundle.mutable_signed_manifest(), congress::bundle::Sign(std::move(manifest), signer_));
  const auto& list = bundle.signed_manifest();
  ASSIGN_OR_RETURN(*package.mutable_manifest(), congress::bundle::ParseManifest(list.manifest()));
  ASSIGN_OR_RETURN(const int64_t size, congress::bundle::SizeOf(list));
  package.set_size_bytes(size);
  package.set_file_count(package.manifest().files_size());
  package.set_manifest_sha256(digest::Sha256Hex(list.manifest()));
  kPackageBundles.PutNew(call, std::move(bundle));
  // In the name of who asked for it.
  const Actor builder{.subject = package.trail(0).account(), .person = package.builder_person(), .now = call.now()};
  if (!package.supersedes().empty()) {
    ASSIGN_OR_RETURN(v1::Package before, kPackages.Load(call, package.supersedes()));
    RETURN_IF_ERROR(RequireReplaceable(before));
    before.set_superseded_by(package.name());
    kPackages.Put(call, std::move(before));
  }
  return kPackages.Put(call, Noted(std::move(package), v1::Package::BUILT, "", nullptr, builder));
}

absl::StatusOr<bool> PackageService::DropStep(rpc::Call& call, operations::Step& step) const {
  ASSIGN_OR_RETURN(const auto request, step.RequestAs<v1::PackageCheckpoint>());
  ASSIGN_OR_RETURN(const auto kept, kPackageFiles.LoadAll(call, FilesOfPackage(request.name())));
  for (const v1::PackageFile& file : kept) {
    if (file.made()) files_.Release(call, file.organisation(), file.content());
    kPackageFiles.Delete(call, file.name());
  }
  kPackages.Delete(call, request.name());
  return true;
}

}  // namespace congress::dossiers
