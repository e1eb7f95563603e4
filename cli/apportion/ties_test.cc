#include "cli/apportion/ties.h"

#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"

namespace congress::cli {
namespace {

std::string Told(const std::string& text) {
  allocation::v1::ApportionmentTie tie;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &tie)) << text;
  return OpenTie(tie);
}

constexpr const char* kWayOut = "decide it with --ties first (the earlier in the input) or --ties lot:SEED\n";

TEST(OpenTie, TellsWhoIsTiedForHowManySeats) {
  EXPECT_EQ(Told(R"(keys: "a" keys: "b" keys: "c" seats_at_stake: 2)"),
            std::string("undecided tie: 2 seats for 3 with equal claims:\n  a\n  b\n  c\n") + kWayOut);
}

TEST(OpenTie, TellsEachStepByItself) {
  EXPECT_EQ(Told(R"(keys: "a" keys: "b" keys: "c" keys: "d" seats_at_stake: 2
                    steps { keys: "c" keys: "d" seats: 1 } steps { keys: "a" keys: "b" seats: 1 })"),
            std::string("undecided ties, step by step:\n"
                        "1 seat for 2 with equal claims:\n  c\n  d\n"
                        "1 seat for 2 with equal claims:\n  a\n  b\n") +
                kWayOut);
  EXPECT_EQ(Told(R"(keys: "a" keys: "b" keys: "c" keys: "d" seats_at_stake: 2
                    steps { keys: "a" keys: "b" seats: 1 } steps { keys: "c" keys: "d" seats: 1 with_rest: true })"),
            std::string("undecided ties, step by step:\n"
                        "1 seat for 2 with equal claims:\n  a\n  b\n"
                        "1 seat for 2 with equal claims, and for those of the step before who have no seat yet:\n"
                        "  c\n  d\n") +
                kWayOut);
}

}  // namespace
}  // namespace congress::cli
