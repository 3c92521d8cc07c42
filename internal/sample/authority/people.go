package authority

// Tenants of the sample. The personal one is Microsoft's real id for every personal account; the others are made up.
const (
	TenantPersonal  = "9188040d-6c67-4c5b-b112-36a304b66dad" // everyone's personal accounts
	TenantContoso   = "5a3b1e00-0000-4000-8000-00000000c001" // Contoso, who hosts the program
	TenantFabrikam  = "5a3b1e00-0000-4000-8000-00000000fab1" // Fabrikam, a company that takes part
	TenantWoodgrove = "5a3b1e00-0000-4000-8000-0000000000d1" // Woodgrove, whose people were not let in yet
)

// Password is the password of every sample person. It is printed in the documentation: nothing is behind it.
const Password = "sample-password"

// Addresses of the sample people.
const (
	AddressNora = "nora@outlook.example"  // personal, has not registered
	AddressRita = "rita@fabrikam.example" // work, registered
	AddressIvan = "ivan@fabrikam.example" // work, invited, has not consented yet
	AddressUma  = "uma@woodgrove.example" // work, nobody authorised her
	AddressTwo  = "sam@fabrikam.example"  // one address, a personal and a work account
	AddressGus  = "gus@fabrikam.example"  // work at Fabrikam, guest at Contoso
	AddressPat  = "pat@outlook.example"   // personal, guest at Contoso
	AddressMia  = "mia@fabrikam.example"  // work, with a second proof
	AddressOle  = "ole@contoso.example"   // work at Contoso, owner of the program
)

// Object ids of the sample people in their home tenant.
const (
	ObjectNora         = "00000000-0000-0000-5a3b-1e0000000001"
	ObjectRita         = "5a3b1e00-0000-4000-8000-000000000002"
	ObjectIvan         = "5a3b1e00-0000-4000-8000-000000000003"
	ObjectUma          = "5a3b1e00-0000-4000-8000-000000000004"
	ObjectTwoWork      = "5a3b1e00-0000-4000-8000-000000000005"
	ObjectTwoPersonal  = "00000000-0000-0000-5a3b-1e0000000005"
	ObjectGus          = "5a3b1e00-0000-4000-8000-000000000006"
	ObjectGusAtContoso = "5a3b1e00-0000-4000-8000-0000000000a6"
	ObjectPat          = "00000000-0000-0000-5a3b-1e0000000007"
	ObjectPatAtContoso = "5a3b1e00-0000-4000-8000-0000000000a7"
	ObjectMia          = "5a3b1e00-0000-4000-8000-000000000008"
	ObjectOle          = "5a3b1e00-0000-4000-8000-000000000009"
)

// Person is somebody who can sign in, or who tries to.
type Person struct {
	Key      string // short and stable: "rita", "aadsts50105"
	Name     string
	Address  string
	Password string
	Kind     Kind   // of the account at home: personal or work
	TenantID string // of the home tenant
	ObjectID string // in the home tenant

	Guest     map[string]string // tenant id to object id there, where invited as a guest
	MFA       bool              // asks for a code from the mailbox after the password
	Consented bool              // has agreed that the app reads the profile, or the organisation's admin has
	Story     string            // who this is, in one sentence
	Trouble   *Trouble          // nil: no trouble
}

// Organisation returns the name of the tenant, empty for a personal account or a tenant that is not the sample's.
func Organisation(tenantID string) string {
	for _, t := range tenants() {
		if t.id == tenantID && t.id != TenantPersonal {
			return t.name
		}
	}
	return ""
}

// People returns the sample's people without trouble, always in the same order.
func People() []Person {
	return []Person{
		{Key: "nora", Name: "Nora Sample", Address: AddressNora, Kind: Personal, TenantID: TenantPersonal, ObjectID: ObjectNora,
			Password: Password, Story: "Has a personal Microsoft account and has not registered."},
		{Key: "rita", Name: "Rita Sample", Address: AddressRita, Kind: Work, TenantID: TenantFabrikam, ObjectID: ObjectRita,
			Password: Password, Consented: true, Story: "Works at Fabrikam and is registered."},
		{Key: "ivan", Name: "Ivan Sample", Address: AddressIvan, Kind: Work, TenantID: TenantFabrikam, ObjectID: ObjectIvan,
			Password: Password, Story: "Works at Fabrikam, holds an invitation, signs in for the first time."},
		{Key: "uma", Name: "Uma Sample", Address: AddressUma, Kind: Work, TenantID: TenantWoodgrove, ObjectID: ObjectUma,
			Password: Password, Consented: true, Story: "Can sign in, but the program has not authorised her."},
		{Key: "sam-work", Name: "Sam Sample", Address: AddressTwo, Kind: Work, TenantID: TenantFabrikam, ObjectID: ObjectTwoWork,
			Password: Password, Consented: true, Story: "Has a work account on an address that is a personal account too."},
		{Key: "sam-personal", Name: "Sam Sample", Address: AddressTwo, Kind: Personal, TenantID: TenantPersonal, ObjectID: ObjectTwoPersonal,
			Password: Password, Consented: true, Story: "The personal account on Sam's work address."},
		{Key: "gus", Name: "Gus Sample", Address: AddressGus, Kind: Work, TenantID: TenantFabrikam, ObjectID: ObjectGus,
			Guest: map[string]string{TenantContoso: ObjectGusAtContoso}, Password: Password, Consented: true,
			Story: "Works at Fabrikam and is a guest at Contoso."},
		{Key: "pat", Name: "Pat Sample", Address: AddressPat, Kind: Personal, TenantID: TenantPersonal, ObjectID: ObjectPat,
			Guest: map[string]string{TenantContoso: ObjectPatAtContoso}, Password: Password, Consented: true,
			Story: "Is a guest at Contoso with a personal account."},
		{Key: "mia", Name: "Mia Sample", Address: AddressMia, Kind: Work, TenantID: TenantFabrikam, ObjectID: ObjectMia,
			MFA: true, Password: Password, Consented: true, Story: "Has to type a code from the mailbox after the password."},
		{Key: "ole", Name: "Ole Sample", Address: AddressOle, Kind: Work, TenantID: TenantContoso, ObjectID: ObjectOle,
			Password: Password, Consented: true, Story: "Owns the program at Contoso."},
	}
}

type tenant struct{ id, domain, name string }

func tenants() []tenant {
	return []tenant{
		{TenantPersonal, "outlook.example", "Personal account"},
		{TenantContoso, "contoso.example", "Contoso"},
		{TenantFabrikam, "fabrikam.example", "Fabrikam"},
		{TenantWoodgrove, "woodgrove.example", "Woodgrove"},
	}
}
