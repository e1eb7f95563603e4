#include "platform/content/media_type.h"

#include "platform/content/content_store.h"
#include "tests/support/status_matchers.h"

namespace congress::content {
namespace {

using namespace std::string_view_literals;
using support::IsOk;
using support::kInvalid;
using support::StatusIs;
using testing::HasSubstr;

constexpr char kDocx[] = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
constexpr char kXlsx[] = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

struct Example {
  std::string_view type;
  std::string_view first_bytes;
};

constexpr Example kExamples[] = {
    {"application/pdf", "%PDF-1.7\n"},      {kDocx, "PK\3\4\24\0\6\0"sv},           {kXlsx, "PK\3\4\24\0\6\0"sv},
    {"image/jpeg", "\xFF\xD8\xFF\xE0JFIF"}, {"image/png", "\x89PNG\r\n\x1A\nIHDR"}, {"image/tiff", "II*\0\x8\0\0\0"sv},
    {"image/tiff", "MM\0*\0\0\0\x8"sv},
};

TEST(MediaType, KnowsEachFileByItsFirstBytesAndTakesItForNoOther) {
  for (const Example& file : kExamples) {
    EXPECT_THAT(CheckMediaType(file.type), IsOk());
    EXPECT_THAT(MediaTypes(), HasSubstr(std::string(file.type)));
    for (const Example& other : kExamples) {
      const bool is_alike = file.type == other.type || file.first_bytes == other.first_bytes;
      const absl::Status checked = CheckFirstBytes(other.type, file.first_bytes);
      if (is_alike) {
        EXPECT_THAT(checked, IsOk()) << file.type << other.type;
      } else {
        EXPECT_THAT(checked, StatusIs(kInvalid, "CONTENT_TYPE_REFUSED")) << file.type << other.type;
        EXPECT_EQ(support::MetadataIn(checked, "cause"), "bytes");
      }
    }
    // Not all of the mark.
    EXPECT_THAT(CheckFirstBytes(file.type, file.first_bytes.substr(0, 2)), StatusIs(kInvalid, "CONTENT_TYPE_REFUSED"));
  }
}

TEST(MediaType, RefusesWhatIsNotTaken) {
  for (const char* type :
       {"", "text/html", "application/zip", "image/svg+xml", "APPLICATION/PDF", "application/pdf "}) {
    const absl::Status refused = CheckMediaType(type);
    EXPECT_THAT(refused, StatusIs(kInvalid, "CONTENT_TYPE_REFUSED")) << type;
    EXPECT_EQ(support::MetadataIn(refused, "types"), MediaTypes());
  }
}

TEST(MayBeOf, TellsTheFilesOfServicesApart) {
  const std::string uuid = "6f1c2a9e-30b4-4c57-9a55-0d3c1c3f8a01";
  EXPECT_TRUE(MayBeOf("drafting", "drafting-" + uuid));
  EXPECT_FALSE(MayBeOf("dossiers", "drafting-" + uuid));
  for (const std::string& old : {uuid, std::string("a"), std::string("a-b")}) {
    EXPECT_TRUE(MayBeOf("drafting", old));
    EXPECT_TRUE(MayBeOf("dossiers", old));
  }
}

}  // namespace
}  // namespace congress::content
