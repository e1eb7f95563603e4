// What people are told: the sentences of the protos' reasons and faults, in English and Vietnamese beside each other.
#pragma once

#include <concepts>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "google/protobuf/generated_enum_reflection.h"

namespace congress::status {

// An enum generated from a proto.
template <class E>
concept ProtoEnum = google::protobuf::is_proto_enum<E>::value;

// Keys and values of google.rpc.ErrorInfo.metadata.
using Metadata = std::vector<std::pair<std::string, std::string>>;

enum class Language { kEnglish, kVietnamese };

// The language that a header as HTTP's Accept-Language prefers of the two, such as `vi-VN, en;q=0.8`; English where it
// names neither.
Language LanguageOf(std::string_view accept_language);

// One sentence, or part of one, in both languages.
struct Sentence {
  std::string en;
  std::string vi;

  const std::string& In(Language language) const { return language == Language::kVietnamese ? vi : en; }
  bool operator==(const Sentence&) const = default;
};

// The sentence that the proto gives the value (annotations/v1/options.proto), filled in from `metadata`. A key that is
// missing there stays as `{key}`; a value without a sentence is told by its name.
Sentence SayOf(const google::protobuf::EnumDescriptor& type, int value, const Metadata& metadata);

template <ProtoEnum E>
Sentence Say(E value, const Metadata& metadata = {}) {
  return SayOf(*google::protobuf::GetEnumDescriptor<E>(), static_cast<int>(value), metadata);
}

// The sentence in one language only, where many are said.
std::string SayOf(const google::protobuf::EnumDescriptor& type, int value, const Metadata& metadata, Language language);

// Says the sentences of values in the language that it was made with.
class Teller {
 public:
  explicit Teller(Language language) : language_(language) {}

  template <ProtoEnum E>
  std::string operator()(E value, const Metadata& metadata = {}) const {
    return SayOf(*google::protobuf::GetEnumDescriptor<E>(), static_cast<int>(value), metadata, language_);
  }
  Language language() const { return language_; }

 private:
  Language language_;
};

// Several as one, with `between` them.
Sentence Joined(const std::vector<Sentence>& sentences, std::string_view between);

}  // namespace congress::status
