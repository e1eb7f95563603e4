// The organisations that a table of opinions calls by their names.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "congress/drafting/v1/opinion.pb.h"
#include "platform/csv/csv.h"
#include "platform/rpc/call.h"
#include "platform/status/sentence.h"

namespace congress::drafting {

// The organisations that are asked in the round and for which the caller may answer.
std::vector<std::string> AnswersFor(const rpc::Call& call, const v1::OpinionRound& round);

// Lives no longer than the call and the round.
class SourceNames {
 public:
  // `answers_for`: whom a table may name.
  SourceNames(const rpc::Call& call, const v1::OpinionRound& round, const std::vector<std::string>& answers_for);

  // The row with the resource name of an organisation in place of what it is called. What is called so and cannot be
  // meant is told in `errors`.
  csv::Row Named(csv::Row row, int column, std::vector<status::Sentence>* errors);

 private:
  // What the cell means; empty where nothing is called so.
  struct Meaning {
    std::string organisation = {};
    std::vector<status::Sentence> errors = {};
  };
  Meaning MeaningOf(const std::string& cell) const;

  const rpc::Call& call_;
  const v1::OpinionRound& round_;
  // By what they are called.
  std::map<std::string, std::vector<std::string>, std::less<>> names_;
  // Of cells that were met.
  std::map<std::string, Meaning> known_;
};

}  // namespace congress::drafting
