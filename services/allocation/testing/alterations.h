// Changes to certificates, one after another, for tests that none of them goes unnoticed.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "google/protobuf/message.h"
#include "gtest/gtest.h"
#include "services/allocation/certificate/verify.h"
#include "services/allocation/domain/apportionment/lot.h"

namespace congress::allocation {

// How a test's lots are drawn.
inline const LotDrawer kDrawer{.lot = "lots/1",
                               .organisation = "organisations/province",
                               .person = "clerk",
                               .time = absl::FromUnixSeconds(1763700000)};

// Changes a value to another one of its kind.
inline void Alter(const google::protobuf::FieldDescriptor& field, int index, google::protobuf::Message* message) {
  using google::protobuf::FieldDescriptor;
  using google::protobuf::Reflection;
  const Reflection& reflection = *message->GetReflection();
  const auto set = [&](auto single, auto repeated, auto value) {
    if (field.is_repeated()) {
      (reflection.*repeated)(message, &field, index, value);
    } else {
      (reflection.*single)(message, &field, value);
    }
  };
  std::string scratch;
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT64:
      reflection.SetInt64(message, &field, reflection.GetInt64(*message, &field) + 1);
      break;
    case FieldDescriptor::CPPTYPE_INT32:
      reflection.SetInt32(message, &field, reflection.GetInt32(*message, &field) + 1);
      break;
    case FieldDescriptor::CPPTYPE_BOOL:
      reflection.SetBool(message, &field, !reflection.GetBool(*message, &field));
      break;
    case FieldDescriptor::CPPTYPE_ENUM:
      reflection.SetEnumValue(message, &field, (reflection.GetEnumValue(*message, &field) + 1) % 3);
      break;
    case FieldDescriptor::CPPTYPE_STRING: {
      const std::string text = field.is_repeated() ? reflection.GetRepeatedString(*message, &field, index)
                                                   : reflection.GetString(*message, &field);
      set(&Reflection::SetString, &Reflection::SetRepeatedString, text.empty() ? std::string("1") : text + "1");
      break;
    }
    default:
      FAIL() << field.full_name();
  }
}

// Runs `check` with every field of `message` altered in turn; of lists each item is altered, then left out, then
// doubled.
inline void AlterEach(google::protobuf::Message* message, const std::function<void(const std::string&)>& check) {
  using google::protobuf::FieldDescriptor;
  using google::protobuf::Message;
  using google::protobuf::Reflection;
  const Reflection& reflection = *message->GetReflection();
  for (int i = 0; i < message->GetDescriptor()->field_count(); ++i) {
    const google::protobuf::FieldDescriptor& field = *message->GetDescriptor()->field(i);
    const std::unique_ptr<Message> before(message->New());
    before->CopyFrom(*message);
    const auto restore = [&] { message->CopyFrom(*before); };
    if (field.is_repeated()) {
      for (int at = 0; at < reflection.FieldSize(*before, &field); ++at) {
        if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
          AlterEach(reflection.MutableRepeatedMessage(message, &field, at), check);
        } else {
          Alter(field, at, message);
          check(field.full_name());
          restore();
        }
        reflection.SwapElements(message, &field, at, reflection.FieldSize(*before, &field) - 1);
        reflection.RemoveLast(message, &field);
        check(field.full_name() + " left out");
        restore();
        if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
          reflection.AddMessage(message, &field)->CopyFrom(reflection.GetRepeatedMessage(*before, &field, at));
        } else {
          reflection.AddString(message, &field, reflection.GetRepeatedString(*before, &field, at));
        }
        check(field.full_name() + " doubled");
        restore();
      }
      continue;
    }
    if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      if (!reflection.HasField(*message, &field)) continue;
      AlterEach(reflection.MutableMessage(message, &field), check);
      reflection.ClearField(message, &field);
      check(field.full_name() + " left out");
      restore();
      continue;
    }
    // Another of the alternatives is a change; one that is not set is not there to alter.
    if (field.containing_oneof() != nullptr && !reflection.HasField(*message, &field)) continue;
    Alter(field, 0, message);
    check(field.full_name());
    restore();
  }
}

// No alteration of the certificate holds, more than `least` of them, and no two different seats swapped. `lines` gives
// those who have seats in a certificate.
template <class Certificate, class Lines>
void ExpectEachRefused(const Certificate& valid, int least, Lines lines) {
  Certificate certificate = valid;
  int alterations = 0;
  AlterEach(&certificate, [&](const std::string& what) {
    ++alterations;
    EXPECT_FALSE(VerifyCertificate(certificate).empty()) << what << " of\n" << valid.DebugString();
  });
  EXPECT_GT(alterations, least);
  const auto& before = *lines(&certificate);
  for (int i = 0; i < before.size(); ++i) {
    for (int j = 0; j < i; ++j) {
      if (before[i].seats() == before[j].seats()) continue;
      Certificate swapped = valid;
      lines(&swapped)->Mutable(i)->set_seats(before[j].seats());
      lines(&swapped)->Mutable(j)->set_seats(before[i].seats());
      EXPECT_FALSE(VerifyCertificate(swapped).empty()) << i << " and " << j << " swapped";
    }
  }
}

}  // namespace congress::allocation
