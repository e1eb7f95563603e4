// A row of a table laid over a message, cell by cell, as congressctl prints one.
#pragma once

#include <string>
#include <vector>

#include "congress/annotations/v1/options.pb.h"
#include "google/protobuf/field_mask.pb.h"
#include "google/protobuf/message.h"
#include "platform/csv/csv.h"
#include "platform/status/sentence.h"

namespace congress::imports {

// Which columns of a table are fields of a type. Columns are named by the path of a field, `profile.gender`, or by the
// field alone where no other has its name; those of output-only fields and of no field are left out. So are those of
// graded fields that are empty in every row, which is how a list shows them to a caller without the clearance.
class Cells {
 public:
  Cells(const csv::Table& table, const google::protobuf::Descriptor& type);

  // Fields of the message itself that have columns.
  const google::protobuf::FieldMask& mask() const { return mask_; }

  // Titles of columns that are not taken, such as a misspelt one.
  const std::vector<std::string>& ignored() const { return ignored_; }

  // Whether there are columns for all that a new message needs: required fields, and whose it is.
  bool complete() const { return complete_; }

  // Sets the fields by the cells of the row, and clears those whose cells are empty. Of the name of a resource that
  // lies in none the id is enough, `nguoi-1` for `persons/nguoi-1`, and of an organisation its code. What cannot be
  // read stays as it is and is told in `errors`.
  void Lay(const csv::Row& row, google::protobuf::Message* message, std::vector<status::Sentence>* errors) const;

  // Where the row says something else than the record in columns of fields that an import does not set.
  std::vector<status::Sentence> Kept(const csv::Row& row, const google::protobuf::Message& before) const;

  // Which columns of fields that are set once differ.
  std::vector<status::Sentence> Fixed(const google::protobuf::Message& before,
                                      const google::protobuf::Message& after) const;

  // What differs in the columns.
  std::vector<status::Sentence> Changes(const google::protobuf::Message& before,
                                        const google::protobuf::Message& after) const;

 private:
  using Path = std::vector<const google::protobuf::FieldDescriptor*>;
  struct Column {
    size_t index = 0;
    std::string title;
    Path path;
    bool graded = false;
  };

  static std::string Shown(const google::protobuf::Message& message, const Column& column);
  static void Collect(const google::protobuf::Descriptor& type, const Path& above, std::vector<Path>* paths);

  std::vector<Column> columns_;
  // Of output-only fields without a grade.
  std::vector<Column> kept_;
  google::protobuf::FieldMask mask_;
  std::vector<std::string> ignored_;
  bool complete_ = true;
  char decimal_ = 0;
};

}  // namespace congress::imports
