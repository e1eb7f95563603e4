// Whatever comes as a bundle is one or ends in a reason, and one without findings holds what was signed. Bytes at
// random are seldom a zip file, so they are also taken as changes of one: places and the bytes there.
#include <cstdlib>
#include <map>
#include <string>

#include "platform/bundle/manifest.h"
#include "platform/bundle/read.h"
#include "platform/bundle/write.h"
#include "platform/digest/sha256.h"
#include "platform/status/status.h"

namespace {

using namespace congress;

struct Example {
  std::map<std::string, std::string> papers = {{"Văn bản/01-NQ-ĐH.pdf", "%PDF-1.7"}, {"a.txt", std::string(200, 'a')}};
  auth::Verifier senders;
  std::string manifest;
  std::string zip;

  Example() {
    const auth::Signer signer("office", *auth::GenerateKey());
    bundle::v1::Manifest about;
    for (const auto& [name, bytes] : papers) {
      bundle::v1::File& file = *about.add_files();
      file.set_name(name);
      file.set_size_bytes(static_cast<int64_t>(bytes.size()));
      file.set_sha256(digest::Sha256Hex(bytes));
    }
    const auto signed_manifest = bundle::Sign(about, signer);
    if (!signed_manifest.ok() || !senders.Trust("office", signer.public_pem()).ok()) std::abort();
    manifest = signed_manifest->manifest();
    const auto paper = [this](const auto& file, content::Sink sink) { return sink(papers.at(file.name())); };
    const auto add = [this](std::string_view piece) {
      zip += piece;
      return absl::OkStatus();
    };
    if (!bundle::Write(*signed_manifest, paper, add).ok()) std::abort();
  }
};

void Read(std::string_view zip, const Example& example) {
  auto reader = bundle::Reader::Open(bundle::InMemory(zip));
  if (!reader.ok()) {
    if (status::ReasonOf(reader.status()).empty()) std::abort();
    return;
  }
  const auto findings = reader->Verify(example.senders);
  if (!findings.ok()) std::abort();
  if (!findings->empty()) return;
  if (reader->signed_manifest().manifest() != example.manifest) std::abort();
  for (const auto& file : reader->manifest().files()) {
    std::string bytes;
    const absl::Status read = reader->Read(file, [&bytes](std::string_view piece) {
      bytes += piece;
      return absl::OkStatus();
    });
    if (!read.ok() || bytes != example.papers.at(file.name())) std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const Example& example = *new Example;
  Read({reinterpret_cast<const char*>(data), size}, example);
  std::string changed = example.zip;
  for (size_t i = 0; i + 2 < size; i += 3) {
    changed[(data[i] * size_t{256} + data[i + 1]) % changed.size()] = static_cast<char>(data[i + 2]);
  }
  Read(changed, example);
  return 0;
}
