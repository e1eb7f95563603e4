// Calls of gRPC with nothing in them, made by h2load.
#pragma once

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <string>
#include <vector>

#include "platform/status/strings.h"
#include "tests/support/process.h"
#include "tests/support/temporary_folder.h"

namespace congress {

inline double Median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

class H2load {
 public:
  // `token`: as a bearer's.
  explicit H2load(const std::string& token) : token_(token) {
    std::ofstream(body_, std::ios::binary).write("\0\0\0\0\0", 5);
  }

  // What h2load says of so many calls of the method, `congress.x.v1.XService/Method`; `how`: its further options, such
  // as those that say how many are in flight. Where a call failed it is printed, and nothing is left to read.
  std::string Run(const std::string& address, const std::string& method, int calls,
                  std::vector<std::string> how) const {
    std::vector<std::string> command = {"h2load", "-n", StrCat(calls), "-d", body_};
    for (const std::string& said : {std::string(":method: POST"), std::string("content-type: application/grpc"),
                                    std::string("te: trailers"), StrCat("authorization: Bearer ", token_)}) {
      command.insert(command.end(), {"-H", said});
    }
    command.insert(command.end(), how.begin(), how.end());
    command.push_back(StrCat("http://", address, "/", method));
    const support::Finished load = support::RunToEnd(command, {}, "", absl::Seconds(120));
    if (load.output.find(StrCat(calls, " succeeded")) != std::string::npos) return load.output;
    std::printf("%s", load.output.c_str());
    return "";
  }

 private:
  const std::string token_;
  const support::TemporaryFolder folder_;
  const std::string body_ = folder_.path() + "/body";
};

}  // namespace congress
