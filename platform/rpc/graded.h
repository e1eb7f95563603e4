// Graded fields taken out of a message and put back, by what the protos declare.
#pragma once

#include "google/protobuf/message.h"

namespace congress::rpc {

// Moves what is graded, at any depth, from `plain` into `graded`, an empty message of the same type; false when there
// is nothing of it. Repeated messages leave as many items there as there are, so that each finds its own again. Fields
// that this version does not know may be graded and go along; a map of messages that can hold graded fields goes as a
// whole.
bool TakeGraded(google::protobuf::Message* plain, google::protobuf::Message* graded);

// Moves it back, into the message that it was taken from. False when that is another one.
bool PutGraded(google::protobuf::Message* graded, google::protobuf::Message* plain);

}  // namespace congress::rpc
