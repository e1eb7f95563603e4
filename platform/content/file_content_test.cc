#include "platform/content/file_content.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "platform/content/content_conformance.h"
#include "platform/status/driver_text.h"
#include "tests/support/temporary_folder.h"

namespace congress::content {
namespace {

using support::IsOk;
using support::StatusIs;
using support::TemporaryFolder;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;

class InFolder : public ContentPlace {
 public:
  absl::StatusOr<std::unique_ptr<ContentStore>> Open() override { return FileContent::Open(folder_.File("content")); }

 private:
  const TemporaryFolder folder_;
};

const ContentBackend kFile = {"File", [] { return std::make_unique<InFolder>(); }};
INSTANTIATE_TEST_SUITE_P(File, ContentConformance, testing::Values(kFile), NameOf);

// All names in the folder, those with a dot too.
std::vector<std::string> NamesIn(const std::string& folder) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) names.push_back(entry.path().filename());
  return names;
}

// A process that writes half of a content and then waits to be killed.
class HalfWay {
 public:
  explicit HalfWay(const std::string& folder) {
    int ends[2];
    if (pipe(ends) != 0) std::abort();
    child_ = fork();
    if (child_ == 0) {
      Write(folder, ends[1]);
      _exit(0);
    }
    close(ends[1]);
    char told = 0;
    reached_ = read(ends[0], &told, 1) == 1;
    close(ends[0]);
  }
  ~HalfWay() { Kill(); }

  bool reached() const { return reached_; }
  void Kill() {
    if (child_ < 0) return;
    kill(child_, SIGKILL);
    waitpid(child_, nullptr, 0);
    child_ = -1;
  }

 private:
  static void Write(const std::string& folder, int pipe) {
    const auto store = FileContent::Open(folder);
    if (!store.ok()) return;
    const std::string bytes = SomeBytes(1'000'000);
    BytesSource half(std::string_view(bytes).substr(0, 500'000));
    const absl::Status put = (*store)->Put("a", 1'000'000, [&](std::span<char> room) -> absl::StatusOr<size_t> {
      if (half.left() > 0) return half(room);
      if (write(pipe, "x", 1) != 1) _exit(1);
      pause();
      return size_t{0};
    });
  }

  pid_t child_ = -1;
  bool reached_ = false;
};

TEST(FileContent, KeepsNothingOfAWriterThatWasKilled) {
  const TemporaryFolder folder;
  HalfWay writer(folder.path());
  ASSERT_TRUE(writer.reached());
  ASSERT_EQ(NamesIn(folder.path()).size(), 1u);
  writer.Kill();

  ASSERT_OK_AND_ASSIGN(const auto store, FileContent::Open(folder.path()));
  EXPECT_EQ(ReadBytes(*store, "a"), "(NOT_FOUND)");
  ASSERT_OK_AND_ASSIGN(const auto listed, store->List("", 10));
  EXPECT_THAT(listed, IsEmpty());
  EXPECT_THAT(NamesIn(folder.path()), IsEmpty());
}

TEST(FileContent, LeavesWhatAnotherProcessStillWrites) {
  const TemporaryFolder folder;
  const HalfWay writer(folder.path());
  ASSERT_TRUE(writer.reached());
  ASSERT_OK_AND_ASSIGN(const auto store, FileContent::Open(folder.path()));
  EXPECT_EQ(NamesIn(folder.path()).size(), 1u);
  ASSERT_OK_AND_ASSIGN(const auto listed, store->List("", 10));
  EXPECT_THAT(listed, IsEmpty());
}

TEST(FileContent, KeepsNothingWhenTheDiskIsFull) {
  const TemporaryFolder folder;
  const pid_t child = fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    // What a full disk is to a process: a write that fails in the middle.
    const rlimit most = {100'000, 100'000};
    signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &most);
    const auto store = FileContent::Open(folder.path());
    if (!store.ok()) _exit(2);
    const absl::Status put = PutBytes(**store, "a", SomeBytes(200'000), 200'000);
    const bool clear = status::ReasonOf(put) == "CONTENT_UNAVAILABLE" &&
                       status::DriverText(put) == "a file cannot be written: File too large";
    _exit(clear && NamesIn(folder.path()).empty() ? 0 : 1);
  }
  int status = -1;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
}

TEST(FileContent, NeitherListsNorFollowsWhatIsNotItsOwn) {
  const TemporaryFolder folder;
  ASSERT_OK_AND_ASSIGN(const auto store, FileContent::Open(folder.path()));
  std::ofstream(folder.File("Notes.txt")) << "x";
  std::ofstream(folder.File(".hidden")) << "x";
  std::filesystem::create_symlink("/etc/passwd", folder.File("link"));
  ASSERT_THAT(PutBytes(*store, "a", "one", 3), IsOk());
  ASSERT_OK_AND_ASSIGN(const auto listed, store->List("", 10));
  ASSERT_EQ(listed.size(), 1u);
  EXPECT_EQ(listed[0].id, "a");
  ASSERT_OK_AND_ASSIGN(const auto further, store->List("a", 1));
  EXPECT_THAT(further, IsEmpty());
  EXPECT_EQ(ReadBytes(*store, "link"), "(UNAVAILABLE)");
}

TEST(FileContent, KeepsFolderAndFilesToItself) {
  const TemporaryFolder folder;
  ASSERT_OK_AND_ASSIGN(const auto store, FileContent::Open(folder.File("new/deep")));
  ASSERT_THAT(PutBytes(*store, "a", "one", 3), IsOk());
  struct stat info = {};
  ASSERT_EQ(stat(folder.File("new/deep").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777u, 0700u);
  ASSERT_EQ(stat(folder.File("new/deep/a").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777u, 0600u);
}

TEST(FileContent, SaysWhyAFolderCannotBeUsed) {
  const TemporaryFolder folder;
  std::ofstream(folder.File("file")) << "x";
  for (const char* name : {"file", "file/below"}) {
    const auto store = FileContent::Open(folder.File(name));
    ASSERT_TRUE(absl::IsFailedPrecondition(store.status())) << store.status();
    const std::string message(store.status().message());
    EXPECT_THAT(message, HasSubstr(folder.File(name)));
    EXPECT_THAT(message, EndsWith("Not a directory."));
  }
}

}  // namespace
}  // namespace congress::content
