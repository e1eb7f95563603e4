// A dossier with its papers, as the domain judges it.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "congress/dossiers/v1/component.pb.h"
#include "congress/dossiers/v1/dossier.pb.h"
#include "services/dossiers/domain/actor.h"

namespace congress::dossiers {

struct Folder {
  // A dossier alone is one without papers.
  Folder(v1::Dossier of, std::vector<v1::Component> papers = {})
      : dossier(std::move(of)), components(std::move(papers)) {}

  v1::Dossier dossier;
  // In the order in which they were attached.
  std::vector<v1::Component> components;
};

// The same without a copy, for who judges thousands. What it shows outlives it.
struct FolderView {
  FolderView(const Folder& folder) : dossier(folder.dossier), components(folder.components) {}
  FolderView(const v1::Dossier& of, std::span<const v1::Component> papers) : dossier(of), components(papers) {}

  const v1::Dossier& dossier;
  std::span<const v1::Component> components;
};

// Puts papers in the order in which they were attached.
void SortPapers(std::vector<v1::Component>* papers);

// Puts the changed papers in place of what they were, and new ones behind all others.
void Apply(const std::vector<v1::Component>& changed, Folder* folder);

// Whether the person behind the account attached, submitted or withdrew something in it, or changed what an accepted
// one is for. Where it is not known who is behind an account that did, as in papers from before this was kept, accounts
// are compared.
bool Handled(const Folder& folder, const Actor& actor);

}  // namespace congress::dossiers
