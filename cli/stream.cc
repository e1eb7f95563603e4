#include "cli/stream.h"

#include <fstream>
#include <iostream>
#include <stop_token>
#include <string>

#include "cli/interrupt.h"
#include "cli/language.h"
#include "cli/names.h"
#include "cli/output.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"

namespace congress::cli {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

void Tell(const status::Sentence& sentence) { std::cerr << "congressctl: " << sentence.In(LanguageOfUser()) << "\n"; }

}  // namespace

int FollowCommand(const Connection& connection, const google::protobuf::MethodDescriptor& method,
                  const Message& request, Message* answer, const Settings& settings, const View& view,
                  absl::Time until) {
  if (settings.Form() == Format::kXlsx) {
    return Usage({.en = "what has no end makes no workbook; ask for CSV or JSON",
                  .vi = "luồng không có điểm kết thúc nên không tạo được bảng tính; hãy chọn dạng CSV hoặc JSON"});
  }
  std::ofstream file;
  if (!settings.output.empty()) {
    file.open(settings.output, std::ios::binary);
    if (!file) return CannotWrite(settings.output);
  }
  std::ostream& out = settings.output.empty() ? std::cout : file;
  const FieldDescriptor* token = answer->GetDescriptor()->FindFieldByName("resume_token");
  std::string last;
  Names names(connection);
  std::stop_source stop;
  absl::Status ended;
  {
    const OnInterrupt interrupt([&] { stop.request_stop(); });
    ended = connection.Follow(
        method, request, answer,
        {.stop = stop.get_token(),
         .until = until,
         .again =
             [](const absl::Status& cut) {
               const std::string cause = status::SentenceOf(cut);
               Tell({.en = StrCat("reconnecting: ", cause), .vi = StrCat("đang kết nối lại: ", cause)});
             }},
        [&](Message& one) {
          if (token != nullptr) last = one.GetReflection()->GetString(one, token);
          if (settings.Form() == Format::kTable) names.Show(&one);
          out << ForTarget(RenderStreamed(one, settings.Form(), view), settings.output, false) << std::flush;
          // What is not written must not pass for told.
          return out ? absl::OkStatus() : absl::DataLossError("not written");
        });
  }
  if (!out) return settings.output.empty() ? Write("", "") : CannotWrite(settings.output);
  if (!last.empty()) {
    Tell({.en = StrCat("to go on from here: --resume-token ", last),
          .vi = StrCat("để theo dõi tiếp từ đây: --resume-token ", last)});
  }
  // What has no end of its own was ended as the user wished.
  const bool wished = stop.stop_requested() || absl::Now() >= until;
  return ended.ok() || (wished && token != nullptr) ? 0 : Refused(ended);
}

}  // namespace congress::cli
