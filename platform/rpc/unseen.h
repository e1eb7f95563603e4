// Changes of a resource that not everybody sees. Whoever is not cleared for what has changed is shown its revision and
// time as they were before, and no event tells them.
#pragma once

#include "congress/annotations/v1/options.pb.h"
#include "google/protobuf/message.h"
#include "platform/store/store.h"

namespace congress::rpc {

// The least clearance that shows the resource as another one than before, its revision and time aside; `otherwise`
// where none does.
annotations::v1::Grade SeenFrom(const google::protobuf::Message& before, const google::protobuf::Message& after,
                                annotations::v1::Grade otherwise);

// Notes in the resource, in a field that no proto can declare, which revision and time are shown to those whose
// clearance is less than `seen_from`: what it says of them in `before`, or `before` itself, which had `revision`.
void NoteUnseen(const google::protobuf::Message& before, store::Revision revision, annotations::v1::Grade seen_from,
                google::protobuf::Message* after);

// Takes these notes out of the resource and gives it the revision and time that the clearance shows.
void ShowAsSeen(annotations::v1::Grade clearance, google::protobuf::Message* resource);

}  // namespace congress::rpc
