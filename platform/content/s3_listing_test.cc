#include "platform/content/s3_listing.h"

#include "tests/support/status_matchers.h"

namespace congress::content {
namespace {

using support::IsOk;

std::string Object(const std::string& key, const std::string& size, const std::string& written) {
  return "<Contents><Key>" + key + "</Key><LastModified>" + written + "</LastModified><Size>" + size +
         "</Size></Contents>";
}
std::string Answer(const std::string& objects, const std::string& more = "") {
  return "<?xml version=\"1.0\"?><ListBucketResult xmlns=\"x\">" + objects + more + "</ListBucketResult>";
}
constexpr char kDay[] = "2026-11-29T07:18:54.000Z";

TEST(S3Listing, HasIdsLengthsTimesAndWhereItEnds) {
  const std::string xml = Answer(Object("p&amp;q/a", "3", kDay) + Object("p&amp;q/B", "4", kDay),
                                 "<IsTruncated>true</IsTruncated><Name>content</Name>");
  ASSERT_OK_AND_ASSIGN(const S3Listing listing, ParseS3Listing(xml, "p&q/"));
  ASSERT_EQ(listing.contents.size(), 1u);
  EXPECT_EQ(listing.contents[0].id, "a");
  EXPECT_EQ(listing.contents[0].size_bytes, 3);
  EXPECT_EQ(absl::FormatTime(absl::RFC3339_full, listing.contents[0].written, absl::UTCTimeZone()),
            "2026-11-29T07:18:54+00:00");
  EXPECT_EQ(listing.last_key, "p&q/B");
  EXPECT_TRUE(listing.is_truncated);
}

TEST(S3Listing, OfNothingIsNothing) {
  ASSERT_OK_AND_ASSIGN(const S3Listing listing, ParseS3Listing(Answer(""), ""));
  EXPECT_TRUE(listing.contents.empty());
  EXPECT_FALSE(listing.is_truncated);
}

TEST(S3Listing, IsRefusedWhenItCannotBeRead) {
  const std::string good = Object("a", "3", kDay);
  ASSERT_THAT(ParseS3Listing(Answer(good), ""), IsOk());
  for (const std::string& xml :
       {std::string(), std::string("<html>"), Answer(good).substr(0, 150), Answer(Object("a", "", kDay)),
        Answer(Object("a", "x3", kDay)), Answer(Object("a", "3", "yesterday")),
        Answer("", "<IsTruncated>true</IsTruncated>")}) {
    EXPECT_TRUE(absl::IsUnavailable(ParseS3Listing(xml, "").status())) << xml;
  }
  EXPECT_TRUE(absl::IsUnavailable(ParseS3Listing(Answer(good), "elsewhere/").status()));
}

}  // namespace
}  // namespace congress::content
