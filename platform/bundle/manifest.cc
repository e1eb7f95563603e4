#include "platform/bundle/manifest.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/util/json_util.h"
#include "google/protobuf/util/time_util.h"
#include "nlohmann/json.hpp"
#include "platform/bundle/failure.h"
#include "platform/bundle/names.h"
#include "platform/digest/sha256.h"
#include "platform/status/macros.h"
#include "platform/status/strings.h"

namespace congress::bundle {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Timestamp;
using json = nlohmann::ordered_json;

// No token begins so, and nothing else that a process signs does. A version that writes another manifest writes another
// number. `sha256sum` passes over lines that begin so.
constexpr std::string_view kFirstLine = "# congress bundle 1\n";

json JsonOf(const Message& message) {
  json object = json::object();
  const auto& reflection = *message.GetReflection();
  for (int i = 0; i < message.GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor* const field = message.GetDescriptor()->field(i);
    json& value = object[field->name()];
    if (field->is_repeated()) {
      value = json::array();
      for (int k = 0; k < reflection.FieldSize(message, field); ++k) {
        value.push_back(JsonOf(reflection.GetRepeatedMessage(message, field, k)));
      }
    } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_INT64) {
      value = reflection.GetInt64(message, field);
    } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_ENUM) {
      value = reflection.GetEnum(message, field)->name();
    } else if (!reflection.HasField(message, field)) {
      object.erase(field->name());
    } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
      value = reflection.GetString(message, field);
    } else {
      Timestamp time;
      time.CopyFrom(reflection.GetMessage(message, field));
      value = google::protobuf::util::TimeUtil::ToString(time);
    }
  }
  return object;
}

bool IsSha256(std::string_view digits) {
  return digits.size() == 2 * digest::kSha256Bytes && std::all_of(digits.begin(), digits.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

bool ComesBefore(const v1::File& a, const v1::File& b) { return a.name() < b.name(); }

absl::Status Check(const v1::Manifest& manifest) {
  if (manifest.files_size() > kMostFiles) return TooLarge("files", kMostFiles);
  Names names;
  for (const std::string_view own : {kManifestName, kSumsName, kSignatureName, kKeyName}) {
    RETURN_IF_ERROR(names.Add(own));
  }
  int64_t left = kMostBytes;
  for (const v1::File& file : manifest.files()) {
    RETURN_IF_ERROR(names.Add(file.name()));
    if (file.size_bytes() < 0 || !IsSha256(file.sha256())) return Malformed("manifest");
    if (file.size_bytes() > left) return TooLarge("bytes", kMostBytes);
    left -= file.size_bytes();
  }
  return absl::OkStatus();
}

std::string SumLine(std::string_view sha256, std::string_view name) { return StrCat(sha256, "  ", name, "\n"); }

}  // namespace

std::string ToJson(const Message& message) {
  return JsonOf(message).dump(2, ' ', /*ensure_ascii=*/false, json::error_handler_t::replace) + "\n";
}

bool FromJson(std::string_view text, Message* message) {
  // protobuf's reader takes more than JSON; what it took must be written as it was read.
  const google::protobuf::StringPiece piece(text.data(), text.size());
  return google::protobuf::util::JsonStringToMessage(piece, message).ok() && ToJson(*message) == text;
}

absl::StatusOr<v1::SignedManifest> Sign(v1::Manifest manifest, const auth::Signer& signer) {
  manifest.set_issuer(signer.issuer());
  manifest.mutable_create_time()->set_nanos(0);
  std::sort(manifest.mutable_files()->begin(), manifest.mutable_files()->end(), ComesBefore);
  RETURN_IF_ERROR(Check(manifest));
  v1::SignedManifest signed_manifest;
  signed_manifest.set_manifest(ToJson(manifest));
  if (signed_manifest.manifest().size() > kMostManifestBytes) return TooLarge("manifest", kMostManifestBytes);
  signed_manifest.set_public_key_pem(signer.public_pem());
  signed_manifest.set_signature(signer.SignText(SumsOf(signed_manifest, manifest)));
  return signed_manifest;
}

absl::StatusOr<v1::Manifest> ParseManifest(std::string_view text) {
  v1::Manifest manifest;
  if (!FromJson(text, &manifest) || !std::is_sorted(manifest.files().begin(), manifest.files().end(), ComesBefore)) {
    return Malformed("manifest");
  }
  RETURN_IF_ERROR(Check(manifest));
  return manifest;
}

std::string SumsOf(const v1::SignedManifest& signed_manifest, const v1::Manifest& manifest) {
  std::string sums(kFirstLine);
  sums += SumLine(digest::Sha256Hex(signed_manifest.manifest()), kManifestName);
  sums += SumLine(digest::Sha256Hex(signed_manifest.public_key_pem()), kKeyName);
  for (const v1::File& file : manifest.files()) sums += SumLine(file.sha256(), file.name());
  return sums;
}

}  // namespace congress::bundle
