#include "platform/rpc/json.h"

#include <map>
#include <memory>
#include <set>
#include <vector>

#include "google/protobuf/util/json_util.h"
#include "google/protobuf/util/type_resolver.h"
#include "google/protobuf/util/type_resolver_util.h"
#include "nlohmann/json.hpp"
#include "platform/status/macros.h"
#include "platform/status/status.h"
#include "platform/status/strings.h"
#include "platform/sync.h"

namespace congress::rpc {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::DescriptorPool;
using google::protobuf::FieldDescriptor;
using google::protobuf::util::TypeResolver;
using status::PlatformFault;
using status::PlatformReason;

constexpr char kTypePrefix[] = "type.googleapis.com";
// Objects and lists within each other.
constexpr size_t kMostDepth = 32;

std::string UrlOf(const Descriptor& type) { return StrCat(kTypePrefix, "/", type.full_name()); }

TypeResolver& ResolverOf(const DescriptorPool& pool) {
  static Mutex& mutex = *new Mutex;
  static auto& resolvers = *new std::map<const DescriptorPool*, std::unique_ptr<TypeResolver>>;
  const MutexLock lock(mutex);
  std::unique_ptr<TypeResolver>& resolver = resolvers[&pool];
  if (resolver == nullptr) resolver.reset(google::protobuf::util::NewTypeResolverForDescriptorPool(kTypePrefix, &pool));
  return *resolver;
}

absl::Status Malformed(const Descriptor& type, std::string_view detail) {
  return status::InvalidArgument(
      PlatformReason::REQUEST_MALFORMED,
      {{"type", type.full_name()}, {"cause", "json"}, {"detail", std::string(status::Shorten(detail, 300))}});
}

// Reads along the fields of a message and finds what protobuf's own reader would take for something.
class Checker final : public nlohmann::json_sax<nlohmann::json> {
 public:
  explicit Checker(const Descriptor& type) : type_(type) {}

  // What is wrong, after it has read.
  absl::Status Told() const {
    if (!fault_.empty()) return Malformed(type_, fault_);
    return violations_.ToStatus();
  }

  bool null() override { return Value(Literal::kNull); }
  bool boolean(bool) override { return Value(Literal::kBoolean); }
  bool number_integer(number_integer_t) override { return Value(Literal::kNumber); }
  bool number_unsigned(number_unsigned_t) override { return Value(Literal::kNumber); }
  bool number_float(number_float_t, const string_t&) override { return Value(Literal::kNumber); }
  bool string(string_t&) override { return Value(Literal::kText); }
  bool binary(binary_t&) override { return Refuse(); }

  bool start_object(size_t) override {
    Level level;
    switch (const Begun begun = Begin(); begun.shape) {
      case Shape::kAny:
      case Shape::kObject:
        break;
      case Shape::kMap:
        level.values = begun.field->message_type()->map_value();
        break;
      case Shape::kMessage:
        level.type = begun.field == nullptr ? &type_ : begun.field->message_type();
        break;
      default:
        return Refuse();
    }
    return Enter(std::move(level));
  }
  bool key(string_t& name) override {
    Level& level = levels_.back();
    path_.resize(level.path);
    absl::StrAppend(&path_, path_.empty() ? "" : ".", name);
    next_ = level.values;
    std::string meant = name;
    if (level.type != nullptr) {
      next_ = FieldNamed(*level.type, name);
      if (next_ == nullptr) {
        violations_.Add(status::Shorten(path_, 200), PlatformFault::NOT_A_FIELD, {{"path", name}});
      } else {
        meant = next_->name();
      }
    }
    if (!level.seen.insert(std::move(meant)).second) {
      violations_.Add(status::Shorten(path_, 200), PlatformFault::REPEATED, {{"value", name}});
    }
    return true;
  }
  bool end_object() override { return Leave(); }
  bool start_array(size_t) override {
    const Begun begun = Begin();
    if (begun.shape == Shape::kRepeated) return Enter({.values = begun.field, .items = 0});
    if (begun.shape == Shape::kList || begun.shape == Shape::kAny) return Enter({.items = 0});
    return Refuse();
  }
  bool end_array() override { return Leave(); }
  bool parse_error(size_t position, const std::string&, const nlohmann::detail::exception&) override {
    if (fault_.empty()) fault_ = StrCat("no JSON at byte ", position);
    return false;
  }

 private:
  struct Level {
    const Descriptor* type = nullptr;         // Of an object that is a message; null where any key may stand.
    const FieldDescriptor* values = nullptr;  // Of what is within, where that is the same for all.
    int items = -1;                           // Of a list, how many there are so far.
    size_t path = 0;
    std::set<std::string> seen = {};
  };

  // What may stand for a value: an object with any keys, a list of anything, or what a field says.
  enum class Shape { kAny, kObject, kList, kScalar, kMessage, kMap, kRepeated };
  static Shape ShapeOf(const Descriptor& type) {
    if (type.file()->package() != "google.protobuf") return Shape::kMessage;
    // Those that have a JSON of their own.
    const std::string& name = type.name();
    if (name == "Value") return Shape::kAny;
    if (name == "ListValue") return Shape::kList;
    return name == "Struct" || name == "Any" || name == "Empty" ? Shape::kObject : Shape::kScalar;
  }
  struct Begun {
    Shape shape;
    const FieldDescriptor* field = nullptr;
    bool item = false;  // Of a list or a map.
  };
  // A value begins.
  Begun Begin() {
    if (levels_.empty()) return {ShapeOf(type_)};
    Level& level = levels_.back();
    const bool list = level.items >= 0;
    if (list) {
      path_.resize(level.path);
      absl::StrAppend(&path_, "[", level.items++, "]");
    }
    const FieldDescriptor* field = list ? level.values : next_;
    const bool item = level.values != nullptr;
    if (field == nullptr) return {Shape::kAny};
    if (field->is_map()) return {Shape::kMap, field, item};
    if (field->is_repeated() && !list) return {Shape::kRepeated, field, item};
    if (field->message_type() == nullptr) return {Shape::kScalar, field, item};
    return {ShapeOf(*field->message_type()), field, item};
  }
  enum class Literal { kNull, kBoolean, kNumber, kText };
  bool Value(Literal literal) {
    const Begun begun = Begin();
    const bool null = literal == Literal::kNull;
    if (begun.shape == Shape::kAny || (null && begun.field != nullptr && !begun.item)) return true;
    return (begun.shape == Shape::kScalar && !null && Suits(literal, begun.field)) || Refuse();
  }
  // protobuf's reader takes `yes` and 1 for true. Numbers may be texts, as those of 64 bits are.
  static bool Suits(Literal literal, const FieldDescriptor* field) {
    if (field == nullptr || field->message_type() != nullptr) return literal == Literal::kText;
    switch (field->cpp_type()) {
      case FieldDescriptor::CPPTYPE_BOOL:
        return literal == Literal::kBoolean;
      case FieldDescriptor::CPPTYPE_STRING:
        return literal == Literal::kText;
      default:
        return literal != Literal::kBoolean;
    }
  }
  bool Refuse() {
    fault_ = StrCat("no such value may stand ", path_.empty() ? "there" : "at ", path_);
    return false;
  }
  bool Enter(Level level) {
    level.path = path_.size();
    if (levels_.size() == kMostDepth) {
      fault_ = StrCat("more than ", kMostDepth, " objects and lists within each other");
      return false;
    }
    levels_.push_back(std::move(level));
    return true;
  }
  bool Leave() {
    path_.resize(levels_.back().path);
    levels_.pop_back();
    return true;
  }

  const Descriptor& type_;
  const FieldDescriptor* next_ = nullptr;
  std::vector<Level> levels_;
  std::string path_;
  std::string fault_;
  status::Violations violations_;
};

}  // namespace

const FieldDescriptor* FieldNamed(const Descriptor& type, std::string_view name) {
  if (const FieldDescriptor* field = type.FindFieldByName(std::string(name))) return field;
  for (int i = 0; i < type.field_count(); ++i) {
    if (type.field(i)->json_name() == name) return type.field(i);
  }
  return nullptr;
}

absl::StatusOr<std::string> BytesOfJson(const Descriptor& type, std::string_view json) {
  // protobuf's reader takes more than JSON for it, and the last of two values.
  Checker checker(type);
  nlohmann::json::sax_parse(json, &checker);
  RETURN_IF_ERROR(checker.Told());
  std::string bytes;
  const auto read = google::protobuf::util::JsonToBinaryString(&ResolverOf(*type.file()->pool()), UrlOf(type),
                                                               {json.data(), json.size()}, &bytes);
  if (!read.ok()) return Malformed(type, {read.message().data(), read.message().size()});
  return bytes;
}

absl::StatusOr<std::string> JsonOfBytes(const Descriptor& type, std::string_view bytes) {
  std::string json;
  const auto written = google::protobuf::util::BinaryToJsonString(&ResolverOf(*type.file()->pool()), UrlOf(type),
                                                                  {bytes.data(), bytes.size()}, &json);
  if (!written.ok()) return absl::InternalError(StrCat("no JSON of ", type.full_name()));
  return json;
}

}  // namespace congress::rpc
