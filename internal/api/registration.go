package api

// The account types. A person chooses once; it can't be changed later.
const (
	Individual  = "individual"
	CompanyType = "company"
)

// Registration is a person's profile at a program. Country and AccountType are fixed once it is sent.
type Registration struct {
	Country       string   `json:"country"` // ISO 3166-1, two capital letters
	AccountType   string   `json:"account_type"`
	PublisherName string   `json:"publisher_name"`
	Contact       Contact  `json:"contact"`
	Company       *Company `json:"company,omitzero"` // for a company alone
	Updates       bool     `json:"updates"`          // news about the program are wanted
}

// Contact is how the program reaches the person.
type Contact struct {
	Name    string  `json:"name"`
	Email   string  `json:"email"`
	Phone   string  `json:"phone,omitzero"`
	Address Address `json:"address"`
}

// Address is a postal address without its country.
type Address struct {
	Street     string `json:"street"`
	City       string `json:"city"`
	PostalCode string `json:"postal_code,omitzero"`
	Region     string `json:"region,omitzero"`
}

// Company is what a company account adds.
type Company struct {
	RegisteredName string `json:"registered_name"`
	ApproverName   string `json:"approver_name"`
	ApproverEmail  string `json:"approver_email"`
	ApproverPhone  string `json:"approver_phone,omitzero"`
}

// FieldError is one field that needs another value. Field is its JSON name with dots, e.g. "contact.email".
type FieldError struct {
	Field   string         `json:"field"`
	Message string         `json:"message"`
	Code    string         `json:"code,omitzero"`
	Values  map[string]any `json:"values,omitzero"`
}
