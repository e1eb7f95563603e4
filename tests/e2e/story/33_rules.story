# Rules and freezes. All are invented.
call dossiers.v1.PersonnelRuleService/CreatePersonnelRuleSet
personnel_rule_set_id: "nhiem-ky-mau"
personnel_rule_set {
  organisation: "organisations/province"
  display_name: "Quy định nhân sự (mẫu)"
  effective_date { year: 2025 month: 1 day: 1 }
  legal_basis: "Giả định"
  norms { position_kind: "committee-member" merged_units_maximum: 2 minimum: 15 maximum: 27 legal_basis: "Giả định" }
  norms { position_kind: "committee-member" merged_units_minimum: 3 minimum: 15 maximum: 33 legal_basis: "Giả định" }
  retirement_ages { gender: MALE age_months: 744 legal_basis: "Giả định" }
  retirement_ages { gender: FEMALE age_months: 720 legal_basis: "Giả định" }
  qualifications { qualification_id: "university" display_name: "Đại học" }
  assessment_levels { level_id: "good" display_name: "Mức tốt" }
  requirements {
    requirement_id: "tuoi-tai-cu"
    display_name: "Còn đủ tuổi tái cử"
    candidacies: INCUMBENT
    remaining_months { reference_month { year: 2025 month: 9 } minimum: 48 }
  }
}

call dossiers.v1.PersonnelRuleService/GetPersonnelRuleSet
name: "personnelRuleSets/nhiem-ky-mau"

call dossiers.v1.PersonnelRuleService/ListPersonnelRuleSets

call dossiers.v1.PersonnelRuleService/EndPersonnelRuleSet
name: "personnelRuleSets/nhiem-ky-mau"
end_date { year: 2040 month: 12 day: 31 }

call dossiers.v1.PersonnelRuleService/GetPositionNorms
name: "organisations/unit-101"

call dossiers.v1.PersonnelRuleService/CreateFreezePeriod
freeze_period_id: "tam-dung"
freeze_period {
  organisation: "organisations/province"
  from_date { year: 2025 month: 3 day: 10 }
  until_date { year: 2025 month: 4 day: 30 }
  acts: APPOINTMENT
  legal_basis: "Giả định"
}

call dossiers.v1.PersonnelRuleService/GetFreezePeriod
name: "freezePeriods/tam-dung"

call dossiers.v1.PersonnelRuleService/ListFreezePeriods

call dossiers.v1.PersonnelRuleService/CreateFreezeException
@keep exception name
parent: "freezePeriods/tam-dung"
freeze_exception {
  person: "persons/nguoi-2"
  position: "congresses/mau/positions/bi-thu-1"
  exception_reason: "Khuyết bí thư"
  basis { decision_number: "5-TB/TU" decision_date { year: 2025 month: 3 day: 20 } }
}

call dossiers.v1.PersonnelRuleService/ListFreezeExceptions
parent: "freezePeriods/tam-dung"

call dossiers.v1.PersonnelRuleService/WithdrawFreezeException
name: "${exception}"
reason: "Nhập nhầm"

call dossiers.v1.PersonnelRuleService/LiftFreezePeriod
name: "freezePeriods/tam-dung"
lift_date { year: 2025 month: 4 day: 15 }
basis { decision_number: "9-CV/TU" decision_date { year: 2025 month: 4 day: 14 } }

call dossiers.v1.EligibilityService/CheckEligibility
name: "persons/nguoi-2"
position_kind: "committee-member"
candidacy: INCUMBENT
rule_set: "personnelRuleSets/nhiem-ky-mau"

call dossiers.v1.EligibilityService/ListEligibility
parent: "congresses/mau"

# Places: by a decision, by who sat there before, and how that ends.
call dossiers.v1.PositionService/BatchFillPositionSlots
@keep tenure tenures.0.name
parent: "congresses/mau"
requests {
  name: "congresses/mau/positions/bi-thu-2"
  person: "persons/nguoi-2"
  from_date { year: 2024 month: 5 day: 1 }
  basis { decision_number: "21-QĐ/TU" decision_date { year: 2024 month: 4 day: 28 } }
  prior: true
}

call dossiers.v1.PositionService/CorrectTenure
name: "${tenure}"
from_date { year: 2024 month: 5 day: 2 }
reason: "Nhầm ngày"

call dossiers.v1.PositionService/ListTenures
parent: "congresses/-/positions/-"
person: "persons/nguoi-2"

call dossiers.v1.PositionService/GetTenure
name: "${tenure}"
