#include "services/gateway/openapi.h"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "congress/annotations/v1/open.pb.h"
#include "congress/annotations/v1/options.pb.h"
#include "nlohmann/json.hpp"
#include "platform/rpc/known_options.h"
#include "platform/rpc/rest.h"
#include "platform/status/strings.h"
#include "proto/descriptors.h"

namespace congress::gateway {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::MethodDescriptor;
using Json = nlohmann::ordered_json;

constexpr char kSchemas[] = "#/components/schemas/";

template <class Described>
std::string CommentOf(const Described& described) {
  google::protobuf::SourceLocation location;
  std::string text = described.GetSourceLocation(&location) ? location.leading_comments : "";
  // A comment's lines begin with the space behind its slashes.
  std::string trimmed;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != ' ' || (i > 0 && text[i - 1] != '\n')) trimmed += text[i];
  }
  trimmed.erase(trimmed.find_last_not_of('\n') + 1);
  return trimmed;
}

Json Described(Json schema, const std::string& comment) {
  if (!comment.empty()) schema["description"] = comment;
  return schema;
}

// Collects the schemas that others refer to.
class Schemas {
 public:
  Json RefTo(const Descriptor& type) {
    if (type.file()->package() == "google.protobuf") return OfSpecial(type);
    if (known_.insert(type.full_name()).second) {
      // Its place first: it may hold itself.
      schemas_[type.full_name()] = nullptr;
      Json schema = OfMessage(type);
      schemas_[type.full_name()] = std::move(schema);
    }
    return {{"$ref", kSchemas + type.full_name()}};
  }
  Json RefTo(const EnumDescriptor& type) {
    if (known_.insert(type.full_name()).second) {
      Json values = Json::array();
      std::string comment = CommentOf(type);
      for (int i = 0; i < type.value_count(); ++i) {
        values.push_back(type.value(i)->name());
        const std::string told = CommentOf(*type.value(i));
        if (!told.empty()) absl::StrAppend(&comment, "\n- `", type.value(i)->name(), "`: ", told);
      }
      schemas_[type.full_name()] = Described({{"type", "string"}, {"enum", values}}, comment);
    }
    return {{"$ref", kSchemas + type.full_name()}};
  }
  Json OfField(const FieldDescriptor& field) { return OfField(field, RuleOf(field)); }
  static annotations::v1::FieldRule RuleOf(const FieldDescriptor& field) {
    return rpc::KnownOptions(field).GetExtension(annotations::v1::field);
  }
  Json& all() { return schemas_; }

 private:
  // Those that have a JSON of their own.
  static Json OfSpecial(const Descriptor& type) {
    const std::string& name = type.name();
    if (name == "Timestamp") return {{"type", "string"}, {"format", "date-time"}};
    if (name == "Duration") return {{"type", "string"}, {"pattern", "^-?[0-9]+(\\.[0-9]{1,9})?s$"}};
    if (name == "FieldMask") return {{"type", "string"}};
    if (name == "Any") return {{"type", "object"}, {"properties", {{"@type", {{"type", "string"}}}}}};
    if (name == "Struct" || name == "Empty") return {{"type", "object"}};
    return Json::object();
  }

  Json OfMessage(const Descriptor& type) {
    Json properties = Json::object();
    Json required = Json::array();
    for (int i = 0; i < type.field_count(); ++i) {
      const FieldDescriptor& field = *type.field(i);
      const annotations::v1::FieldRule rule = RuleOf(field);
      properties[field.json_name()] = Described(OfField(field, rule), CommentOf(field));
      if (rule.required()) required.push_back(field.json_name());
    }
    Json schema = {{"type", "object"}, {"properties", properties}, {"additionalProperties", false}};
    if (!required.empty()) schema["required"] = required;
    return Described(schema, CommentOf(type));
  }

  Json OfField(const FieldDescriptor& field, const annotations::v1::FieldRule& rule) {
    Json schema;
    if (field.is_map()) {
      schema = {{"type", "object"}, {"additionalProperties", OfValue(*field.message_type()->map_value(), rule)}};
    } else if (field.is_repeated()) {
      schema = {{"type", "array"}, {"items", OfValue(field, rule)}};
      if (rule.max_items() > 0) schema["maxItems"] = rule.max_items();
    } else {
      schema = OfValue(field, rule);
    }
    if (rule.output_only()) schema["readOnly"] = true;
    return schema;
  }

  Json OfValue(const FieldDescriptor& field, const annotations::v1::FieldRule& rule) {
    Json schema;
    switch (field.cpp_type()) {
      case FieldDescriptor::CPPTYPE_MESSAGE:
        return RefTo(*field.message_type());
      case FieldDescriptor::CPPTYPE_ENUM:
        return RefTo(*field.enum_type());
      case FieldDescriptor::CPPTYPE_BOOL:
        return {{"type", "boolean"}};
      case FieldDescriptor::CPPTYPE_DOUBLE:
      case FieldDescriptor::CPPTYPE_FLOAT:
        return {{"type", "number"}};
      case FieldDescriptor::CPPTYPE_INT64:
      case FieldDescriptor::CPPTYPE_UINT64:
        // JSON's numbers are not exact beyond 53 bits; either is taken, and text is sent.
        return {{"type", Json::array({"string", "integer"})}, {"format", "int64"}};
      case FieldDescriptor::CPPTYPE_INT32:
      case FieldDescriptor::CPPTYPE_UINT32:
        schema = {{"type", "integer"}, {"format", "int32"}};
        if (rule.has_minimum()) schema["minimum"] = rule.minimum();
        if (rule.has_maximum()) schema["maximum"] = rule.maximum();
        return schema;
      case FieldDescriptor::CPPTYPE_STRING:
        schema = {{"type", "string"}};
        if (field.type() == FieldDescriptor::TYPE_BYTES) {
          schema["contentEncoding"] = "base64";
        } else if (rule.max_length() > 0) {
          schema["maxLength"] = rule.max_length();
        }
        if (rule.uuid()) schema["format"] = "uuid";
        return schema;
    }
    return schema;
  }

  std::set<std::string> known_;
  Json schemas_ = Json::object();
};

Json ErrorSchema() {
  const Json text = {{"type", "string"}};
  const Json detail = {{"type", "object"},
                       {"properties", {{"type", text}, {"value", text}, {"debug", {{"type", "object"}}}}}};
  return {{"type", "object"},
          {"description", "An error of the Connect protocol. The detail `google.rpc.ErrorInfo` names the reason."},
          {"properties", {{"code", text}, {"message", text}, {"details", {{"type", "array"}, {"items", detail}}}}},
          {"required", Json::array({"code"})}};
}

Json Content(const char* type, Json schema) { return Json{{type, {{"schema", std::move(schema)}}}}; }

// What every way to a method has.
Json OperationOf(const MethodDescriptor& method, const std::string& id, Json content) {
  Json operation = {{"operationId", id},
                    {"tags", Json::array({method.service()->full_name()})},
                    {"responses",
                     {{"200", {{"description", "The answer."}, {"content", std::move(content)}}},
                      {"default",
                       {{"description", "What went wrong."},
                        {"content", Content("application/json", {{"$ref", StrCat(kSchemas, "connect.Error")}})}}}}}};
  if (rpc::KnownOptions(method).GetExtension(annotations::v1::open)) operation["security"] = Json::array();
  return Described(std::move(operation), CommentOf(method));
}

bool Streams(const MethodDescriptor& method) { return method.client_streaming() || method.server_streaming(); }

Json OfMethod(const MethodDescriptor& method, Schemas& schemas) {
  // The messages of a stream come in envelopes (connectrpc.com/docs/protocol).
  const char* const type = Streams(method) ? "application/connect+json" : "application/json";
  Json operation = OperationOf(method, method.full_name(), Content(type, schemas.RefTo(*method.output_type())));
  operation["requestBody"] = {{"required", true}, {"content", Content(type, schemas.RefTo(*method.input_type()))}};
  return {{"post", std::move(operation)}};
}

Json Parameter(const std::string& name, const char* in, Json schema, const std::string& comment) {
  Json parameter = {{"name", name}, {"in", in}, {"schema", std::move(schema)}};
  if (std::string_view(in) == "path") parameter["required"] = true;
  return Described(std::move(parameter), comment);
}

// Of the fields that stand neither in the path nor in the body, those within messages by their path.
void AddQuery(const Descriptor& type, const std::string& within, const std::set<std::string>& without, Schemas& schemas,
              Json* parameters) {
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    if (without.contains(within + field.name()) || Schemas::RuleOf(field).output_only()) continue;
    const std::string name = within + field.json_name();
    const bool message = field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE;
    const bool plain = message && field.message_type()->file()->package() == "google.protobuf";
    if (message && !plain) {
      // Lists of messages have no place in a query.
      if (!field.is_repeated() && within.empty()) {
        AddQuery(*field.message_type(), name + ".", without, schemas, parameters);
      }
      continue;
    }
    parameters->push_back(Parameter(name, "query", schemas.OfField(field), CommentOf(field)));
  }
}

// `/v1/{name=congresses/*/documents/*}:issue` as `/v1/congresses/{congressesId}/documents/{documentsId}:issue`.
std::string PathOf(std::string_view declared, std::set<std::string>* bound, Json* parameters) {
  std::string path;
  std::string before;
  std::string variable;
  const auto take = [&](std::string_view segment) {
    if (segment != "*") {
      before = segment;
      path += segment;
      return;
    }
    const std::string name = before.empty() ? variable : StrCat(before, "Id");
    absl::StrAppend(&path, "{", name, "}");
    parameters->push_back(Parameter(name, "path", {{"type", "string"}}, ""));
    before.clear();
  };
  while (!declared.empty()) {
    const size_t open = std::min(declared.find('{'), declared.size());
    path += declared.substr(0, open);
    declared.remove_prefix(open);
    if (declared.empty()) break;
    const std::string_view braced = declared.substr(1, declared.find('}') - 1);
    declared.remove_prefix(braced.size() + 2);
    variable = braced.substr(0, braced.find('='));
    bound->insert(variable);
    before.clear();
    std::string_view pattern = braced.size() == variable.size() ? "*" : braced.substr(variable.size() + 1);
    for (size_t slash = pattern.find('/'); slash != std::string_view::npos; slash = pattern.find('/')) {
      take(pattern.substr(0, slash));
      path += '/';
      pattern.remove_prefix(slash + 1);
    }
    take(pattern);
  }
  return path;
}

// The ways that google.api.http declares.
void AddDeclared(const MethodDescriptor& method, Schemas& schemas, Json* paths) {
  const std::vector<rpc::RestWay> ways = rpc::RestWaysOf(method);
  for (size_t i = 0; i < ways.size(); ++i) {
    const std::string& body = ways[i].body;
    const std::string verb = absl::AsciiStrToLower(ways[i].verb);
    Json parameters = Json::array();
    std::set<std::string> said;
    const std::string place = PathOf(ways[i].path, &said, &parameters);
    Json operation = OperationOf(method, StrCat(method.full_name(), ".", verb, i == 0 ? "" : StrCat(i)),
                                 Content("application/json", schemas.RefTo(*method.output_type())));
    if (body != "*") {
      said.insert(body);
      AddQuery(*method.input_type(), "", said, schemas, &parameters);
    }
    if (!body.empty()) {
      const FieldDescriptor* field = body == "*" ? nullptr : method.input_type()->FindFieldByName(body);
      Json schema = field == nullptr ? schemas.RefTo(*method.input_type()) : schemas.OfField(*field);
      operation["requestBody"] = {{"required", true}, {"content", Content("application/json", std::move(schema))}};
    }
    if (!parameters.empty()) operation["parameters"] = std::move(parameters);
    (*paths)[place][verb] = std::move(operation);
  }
}

}  // namespace

const std::string& OpenApi() {
  static const auto& document = *new std::string([] {
    Schemas schemas;
    Json paths = Json::object();
    for (const auto* service : DescribedServices()) {
      for (int i = 0; i < service->method_count(); ++i) {
        const MethodDescriptor& method = *service->method(i);
        paths[StrCat("/", service->full_name(), "/", method.name())] = OfMethod(method, schemas);
        AddDeclared(method, schemas, &paths);
      }
    }
    schemas.all()["connect.Error"] = ErrorSchema();
    const Json bearer = {{"type", "http"}, {"scheme", "bearer"}, {"bearerFormat", "JWT"}};
    return Json{{"openapi", "3.1.0"},
                {"info", {{"title", "congress"}, {"version", CONGRESS_VERSION}}},
                {"paths", paths},
                {"components", {{"schemas", schemas.all()}, {"securitySchemes", {{"bearer", bearer}}}}},
                {"security", Json::array({Json{{"bearer", Json::array()}}})}}
        .dump();
  }());
  return document;
}

}  // namespace congress::gateway
