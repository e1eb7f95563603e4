// Processes with their template and results, as the adapters load and show them.
#pragma once

#include <string>
#include <string_view>

#include "platform/content/content_service.h"
#include "platform/rpc/call.h"
#include "services/dossiers/domain/named_person.h"
#include "services/dossiers/domain/step_results.h"

namespace congress::dossiers {

// `congresses/{congress}/personnelProcesses/{process}` of one of its results.
std::string ProcessOf(std::string_view result);

// `SAME_PERSON` where the caller is a candidate, `PERSON_UNKNOWN` where nobody knows.
absl::Status RequireNoCandidate(rpc::Call& call, const v1::PersonnelProcess& process);
// The same for who only reads, to whom it is NOT_FOUND: who is unknown is taken for somebody else.
absl::Status HideFromCandidate(rpc::Call& call, const v1::PersonnelProcess& process);

// The name by which the process knows the person: candidates keep the one under which they were entered. Who is no
// candidate keeps `person`.
absl::StatusOr<std::string> NameOfCandidate(rpc::Call& call, const v1::PersonnelProcess& process,
                                            const std::string& person);
// A result whose tallies name the candidates so.
absl::StatusOr<v1::StepResult> ByCandidates(rpc::Call& call, const v1::PersonnelProcess& process,
                                            v1::StepResult result);

// For a change by the method's permission: with what RequireNoCandidate says. Everything read holds at the commit.
absl::StatusOr<Proceeding> LoadProceeding(rpc::Call& call, const std::string& name, std::string_view etag = "");

// What the person is called; their resource name to whom may not read them.
std::string NameOfPerson(rpc::Call& call, const std::string& person);
// The same with the year of birth where the caller is cleared for it, who is then told of something graded; with `all`,
// for an act that names them whoever issues it, whatever the caller may read.
NamedPerson OnPaper(rpc::Call& call, const std::string& person, bool all = false);

// The result with its sentences, which name persons and so are never kept.
absl::StatusOr<v1::StepResult> InWords(rpc::Call& call, const v1::ProcessTemplate& rules, v1::StepResult result);

// The minutes of results: who may record in the process sends them while it runs, and who may read it fetches them.
content::Holder MinutesFiles();

}  // namespace congress::dossiers
