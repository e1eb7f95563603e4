#include "cli/demo/steps.h"
#include "congress/dossiers/v1/curriculum_vitae_service.grpc.pb.h"
#include "congress/dossiers/v1/dossier_service.grpc.pb.h"
#include "congress/dossiers/v1/package_service.grpc.pb.h"
#include "congress/dossiers/v1/personnel_process_service.grpc.pb.h"
#include "platform/civil/civil.h"
#include "platform/digest/sha256.h"
#include "platform/status/strings.h"

namespace congress::cli::demo {
namespace {

using dossiers::v1::ChecklistItem;
using dossiers::v1::CurriculumVitaeService;
using dossiers::v1::DossierService;
using dossiers::v1::Package;
using dossiers::v1::PackageService;
using dossiers::v1::PersonnelProcessService;

constexpr char kPdf[] = "application/pdf";

std::string DossierId(const std::string& person) {
  return StrCat("province-upward-", person.substr(person.find('/') + 1));
}
std::string DossierName(const Work& work, const std::string& person) {
  return StrCat(work.congress(), "/dossiers/", DossierId(person));
}

dossiers::v1::Basis Letter(const Work& work, const std::string& number) {
  dossiers::v1::Basis basis;
  basis.set_decision_number(number);
  *basis.mutable_decision_date() = civil::ToDate(work.begun());
  return basis;
}

// The paper of an item, as the suite itself writes it: all that is in the package can be read.
absl::StatusOr<std::string> PaperOf(Work& work, const std::string& item, const std::string& person) {
  if (item == "curriculum-vitae") {
    const auto stub = CurriculumVitaeService::NewStub(work.preparer.channel());
    dossiers::v1::ExportCurriculumVitaeRequest request;
    request.set_name(person + "/curriculumVitae");
    request.set_paper_format(paper::v1::PDF);
    return work.preparer.AskForPaper(*stub, &CurriculumVitaeService::StubInterface::ExportCurriculumVitae, request);
  }
  // Of the process that the person passed.
  const Process& process = work.personnel().processes(person == work.passed.back() ? 1 : 0);
  const std::string results = StrCat(work.congress(), "/personnelProcesses/", process.id(), "/results/");
  if (item == "review") {
    const auto stub = PersonnelProcessService::NewStub(work.preparer.channel());
    dossiers::v1::ExportStepResultRequest request;
    request.set_name(StrCat(results, process.steps(0).step(), "-1"));
    request.set_paper_format(paper::v1::PDF);
    return work.preparer.AskForPaper(*stub, &PersonnelProcessService::StubInterface::ExportStepResult, request);
  }
  if (item == "minutes") {
    return work.preparer.Fetch(StrCat(results, process.steps(process.steps_size() - 1).step(), "-1"));
  }
  return absl::InvalidArgumentError(StrCat("personnel.yaml: the program has no paper for the item '", item, "'"));
}

absl::Status FilePapers(Work& work, DossierService::Stub& stub, const std::vector<std::string>& people) {
  dossiers::v1::BatchAttachComponentsRequest attach;
  std::vector<std::string> files;
  for (const std::string& person : people) {
    auto& entry = *attach.add_dossiers();
    entry.set_dossier(DossierName(work, person));
    for (const ChecklistItem& item : work.personnel().upward().checklist_template().checklist_template().items()) {
      ASSIGN_OR_RETURN(std::string& file = files.emplace_back(), PaperOf(work, item.item_id(), person));
      auto& attachment = *entry.add_attachments();
      attachment.set_item_id(item.item_id());
      *attachment.mutable_issued_date() = civil::ToDate(work.begun());
      auto& document = *attachment.mutable_document();
      document.set_title(StrCat(item.title(), " (giả định)"));
      document.set_issuer(work.province().dossiers().issuer());
      document.set_file_sha256(digest::Sha256(file));
      document.set_file_size_bytes(static_cast<int64_t>(file.size()));
    }
  }
  ASSIGN_OR_RETURN(
      const auto attached,
      work.preparer.Change("upward/papers", stub, &DossierService::StubInterface::BatchAttachComponents, attach));
  for (int i = 0; i < attached.components_size(); ++i) {
    RETURN_IF_ERROR(work.preparer.Send(StrCat("upward/file/", i), attached.components(i).name(), kPdf,
                                       files[static_cast<size_t>(i)]));
  }
  return absl::OkStatus();
}

absl::Status OpenDossiers(Work& work, const std::vector<std::string>& people) {
  const Upward& upward = work.personnel().upward();
  const auto stub = DossierService::NewStub(work.preparer.channel());
  RETURN_IF_ERROR(work.preparer
                      .Change("upward/checklist", *stub, &DossierService::StubInterface::CreateChecklistTemplate,
                              upward.checklist_template())
                      .status());
  dossiers::v1::BatchCreateDossiersRequest create;
  create.set_parent(work.congress());
  for (const std::string& person : people) {
    auto& entry = *create.add_dossiers();
    entry.set_dossier_id(DossierId(person));
    entry.mutable_dossier()->set_organisation(work.convener());
    entry.mutable_dossier()->set_person(person);
    entry.mutable_dossier()->set_purpose(upward.purpose());
    entry.mutable_dossier()->set_template_(
        StrCat("checklistTemplates/", upward.checklist_template().checklist_template_id()));
  }
  RETURN_IF_ERROR(
      work.preparer.Change("upward/dossiers", *stub, &DossierService::StubInterface::BatchCreateDossiers, create)
          .status());
  RETURN_IF_ERROR(FilePapers(work, *stub, people));
  for (const std::string& person : people) {
    RETURN_IF_ERROR(AcceptDossier(work, DossierName(work, person), DossierId(person)));
  }
  return absl::OkStatus();
}

absl::StatusOr<Package> Build(Work& work, PackageService::Stub& stub, const std::vector<std::string>& people) {
  const Upward& upward = work.personnel().upward();
  dossiers::v1::CreatePackageRequest create;
  create.set_parent(work.congress());
  create.set_package_id(upward.package_id());
  create.mutable_package()->set_organisation(work.convener());
  create.mutable_package()->set_receiver(upward.receiver());
  create.mutable_package()->set_title(upward.title());
  for (const std::string& person : people) {
    create.mutable_package()->add_items()->set_dossier(DossierName(work, person));
  }
  ASSIGN_OR_RETURN(const auto building,
                   work.preparer.Change("package", stub, &PackageService::StubInterface::CreatePackage, create));
  RETURN_IF_ERROR(work.preparer
                      .Await(building.name(),
                             [&](const operations::v1::Operation& now) {
                               work.progress.Count("8. Package", static_cast<size_t>(now.progress().done()),
                                                   static_cast<size_t>(now.progress().total()));
                             })
                      .status());
  dossiers::v1::GetPackageRequest get;
  get.set_name(StrCat(work.congress(), "/packages/", upward.package_id()));
  return work.preparer.Ask(stub, &PackageService::StubInterface::GetPackage, get);
}

// The superior finds the files as they were signed; another person than who sent it enters its letters.
absl::StatusOr<Package> EnterAnswers(Work& work, const Package& package) {
  const Upward& upward = work.personnel().upward();
  const auto stub = PackageService::NewStub(work.approver.channel());
  dossiers::v1::ReceivePackageRequest receive;
  receive.set_name(package.name());
  receive.mutable_receipt()->set_received_by(upward.received_by());
  *receive.mutable_receipt()->mutable_receive_date() = civil::ToDate(work.begun());
  receive.mutable_receipt()->set_manifest_sha256(package.manifest_sha256());
  *receive.mutable_basis() = Letter(work, upward.receipt_number());
  RETURN_IF_ERROR(
      work.approver.Change("package/receive", *stub, &PackageService::StubInterface::ReceivePackage, receive).status());
  dossiers::v1::AcceptPackageRequest accept;
  accept.set_name(package.name());
  *accept.mutable_basis() = Letter(work, upward.acceptance_number());
  return work.approver.Change("package/accept", *stub, &PackageService::StubInterface::AcceptPackage, accept);
}

}  // namespace

absl::Status SendDossiersUpward(Work& work) {
  const Upward& upward = work.personnel().upward();
  // Two who sit in the committee and one who is new.
  const std::vector<std::string> people = {work.passed[0], work.passed[1], work.passed.back()};
  RETURN_IF_ERROR(OpenDossiers(work, people));
  const auto stub = PackageService::NewStub(work.preparer.channel());
  ASSIGN_OR_RETURN(const Package package, Build(work, *stub, people));
  dossiers::v1::DownloadPackageRequest download;
  download.set_name(package.name());
  ASSIGN_OR_RETURN(const std::string file,
                   work.preparer.Fetch(*stub, &PackageService::Stub::DownloadPackage, download));
  RETURN_IF_ERROR(work.output.Write("package.zip", file));
  dossiers::v1::SendPackageRequest send;
  send.set_name(package.name());
  *send.mutable_basis() = Letter(work, upward.letter_number());
  RETURN_IF_ERROR(
      work.preparer.Change("package/send", *stub, &PackageService::StubInterface::SendPackage, send).status());
  ASSIGN_OR_RETURN(const Package accepted, EnterAnswers(work, package));
  if (accepted.state() != Package::ACCEPTED) return absl::FailedPreconditionError("the package was not accepted");
  work.progress.Tell("   %s: %d dossiers, %d files; sent by %s, received by %s (%s), accepted by %s: package.zip",
                     "   %s: %d hồ sơ, %d tệp; gửi theo %s, %s đã nhận (%s), chấp nhận theo %s: package.zip",
                     package.title(), package.items_size(), package.file_count(), upward.letter_number(),
                     accepted.receipt().received_by(), upward.receipt_number(), upward.acceptance_number());
  return absl::OkStatus();
}

}  // namespace congress::cli::demo
