package api

// Sanitize checks and cleans a program's description. Its addresses of the API and the authority are judged by Discover.
func (p *Program) Sanitize(local bool) error {
	s := &sanitizer{local: local}
	s.programID(p.ID)
	s.word(p.Kind, p.Accounts)
	line(&p.Name, &p.Contact)
	text(&p.Description, &p.PublisherNote)
	s.exact(limitAddress, p.Address, p.API, p.Authority, p.SampleAuthority)
	s.exact(limitLine, p.ClientID)
	s.exact(limitLine, p.Scopes...)
	s.count(len(p.Scopes), limitFew)
	s.page(&p.SignUp)
	s.page(&p.Community)
	s.count(len(p.Guides), limitFew)
	s.id(p.Guides...)
	each(s, p.Keys, limitFew, (*sanitizer).key)
	return s.err()
}

func (s *sanitizer) key(k *Key) {
	s.id(k.ID, k.Algorithm)
	s.require(len(k.PublicKey) <= limitLine)
}

// Sanitize checks and cleans a status.
func (st *Status) Sanitize(local bool) error {
	s := &sanitizer{local: local}
	s.id(st.Account.ID)
	s.word(st.Account.Kind)
	line(&st.Account.Name, &st.Account.Address, &st.EmailPending)
	if st.Registration != nil {
		st.Registration.cleanLines()
	}
	if st.NameNotice != nil {
		s.field(st.NameNotice)
	}
	each(s, st.Agreements, limitMany, (*sanitizer).agreement)
	s.access(&st.Access)
	each(s, st.Withdrawn, limitMany, (*sanitizer).withdrawn)
	each(s, st.Invitations, limitMany, func(s *sanitizer, i *Invitation) {
		s.id(i.ID)
		s.perhapsID(i.Engagement)
		s.word(i.Role)
		line(&i.Title, &i.Address, &i.From)
		text(&i.Message)
	})
	return s.err()
}

// cleanLines cleans each line; Check says what is wrong with them, and the person can change them.
func (r *Registration) cleanLines() {
	line(&r.Country, &r.AccountType, &r.PublisherName, &r.Contact.Name, &r.Contact.Email, &r.Contact.Phone)
	line(&r.Contact.Address.Street, &r.Contact.Address.City, &r.Contact.Address.PostalCode, &r.Contact.Address.Region)
	if c := r.Company; c != nil {
		line(&c.RegisteredName, &c.ApproverName, &c.ApproverEmail, &c.ApproverPhone)
	}
}

func (s *sanitizer) access(a *Access) {
	s.word(a.State, a.Role)
	line(&a.Contact, &a.Send)
	text(&a.Reason, &a.Justification)
	s.notNegative(int64(a.Warning))
}

// Sanitize checks and cleans the state of access.
func (a *Access) Sanitize(local bool) error {
	s := &sanitizer{local: local}
	s.access(a)
	return s.err()
}

func (s *sanitizer) agreement(a *AgreementState) {
	s.id(a.ID)
	s.hash(a.SHA256)
	s.word(a.Kind, a.Decision)
	line(&a.Title, &a.Version)
	s.perhapsID(a.Engagement)
	s.count(len(a.PackageIDs), limitMany)
	s.id(a.PackageIDs...)
}

// Sanitize checks and cleans a list of agreements.
func (l *AgreementList) Sanitize(local bool) error {
	s := &sanitizer{local: local}
	each(s, l.Agreements, limitMany, (*sanitizer).agreement)
	s.exact(limitLine, l.Next)
	return s.err()
}

// Sanitize checks and cleans an agreement. Its texts stay as they are, since they are what their hashes say.
func (a *Agreement) Sanitize(local bool) error {
	s := &sanitizer{local: local}
	s.agreement(&a.AgreementState)
	s.require(len(a.Text) <= limitAgreement)
	if p := a.Previous; p != nil {
		s.hash(p.SHA256)
		line(&p.Version)
		s.require(len(p.Text) <= limitAgreement)
	}
	return s.err()
}

func (s *sanitizer) receipt(r *Receipt) {
	s.programID(r.Program)
	s.id(r.Account, r.Agreement, r.KeyID)
	s.hash(r.SHA256, r.Previous, r.Hash)
	s.word(r.Decision)
	s.notNegative(r.Number)
	s.exact(4*limitLine, r.Address, r.Title, r.Version, r.Device.Name, r.Device.System, r.Device.App)
	s.require(len(r.Signature) <= limitLine)
}

// Sanitize checks a receipt. Nothing in it is changed, since all of it is signed.
func (r *Receipt) Sanitize(local bool) error {
	s := &sanitizer{local: local}
	s.receipt(r)
	return s.err()
}

// Sanitize checks a ledger.
func (l *Ledger) Sanitize(local bool) error {
	s := &sanitizer{local: local}
	s.programID(l.Program)
	each(s, l.Receipts, limitMany, (*sanitizer).receipt)
	each(s, l.Keys, limitFew, (*sanitizer).key)
	s.exact(limitLine, l.Next)
	return s.err()
}

func (s *sanitizer) engagement(e *Engagement) {
	s.id(e.ID)
	s.word(e.Join)
	line(&e.Title, &e.Group)
	text(&e.Description)
	s.perhapsID(e.Terms)
	s.require(e.TermsSHA256 == "" || validHash(e.TermsSHA256))
	s.access(&e.Access)
	s.notNegative(int64(e.Packages))
}

// Sanitize checks and cleans an engagement.
func (e *Engagement) Sanitize(local bool) error {
	s := &sanitizer{local: local}
	s.engagement(e)
	return s.err()
}

// Sanitize checks and cleans a list of engagements.
func (l *EngagementList) Sanitize(local bool) error {
	s := &sanitizer{local: local}
	each(s, l.Engagements, limitMany, (*sanitizer).engagement)
	s.exact(limitLine, l.Next)
	return s.err()
}

func (s *sanitizer) withdrawn(w *Withdrawn) {
	s.id(w.Package)
	s.require(validFileName(w.File))
	s.hash(w.SHA256)
	line(&w.Title, &w.Version)
	text(&w.Reason)
}

func (s *sanitizer) pack(p *Package) {
	s.id(p.ID, p.Engagement)
	s.perhapsID(p.Supersedes, p.SupersededBy, p.Agreement)
	s.word(p.Status)
	s.exact(limitLine, p.Blocked)
	line(&p.EngagementTitle, &p.Title, &p.Type, &p.Version, &p.Series, &p.Category)
	text(&p.Description, &p.ReleaseNotes)
	s.lines(p.Regions, limitFew)
	each(s, p.Files, limitFew, (*sanitizer).file)
}

func (s *sanitizer) file(f *File) {
	s.require(validFileName(f.Name))
	s.notNegative(f.Size, f.PieceSize)
	s.hash(f.SHA256)
	s.count(len(f.Pieces), limitPieces)
	s.hash(f.Pieces...)
	line(&f.ContentType, &f.Publisher, &f.Description)
}

// validFileName reports whether a name can be one of a file: no path, nothing that controls or hides.
func validFileName(name string) bool {
	if name == "" || name == "." || name == ".." || len(name) > 255 || hidden(name) {
		return false
	}
	for i := range len(name) {
		if name[i] == '/' || name[i] == '\\' {
			return false
		}
	}
	return true
}

// Sanitize checks and cleans a package.
func (p *Package) Sanitize(local bool) error {
	s := &sanitizer{local: local}
	s.pack(p)
	return s.err()
}

// Sanitize checks and cleans a list of packages.
func (l *PackageList) Sanitize(local bool) error {
	s := &sanitizer{local: local}
	each(s, l.Packages, limitMany, (*sanitizer).pack)
	s.exact(limitLine, l.Next)
	return s.err()
}

// Sanitize checks a link. Mirrors that may not be used are dropped.
func (l *Link) Sanitize(local bool) error {
	s := &sanitizer{local: local}
	s.require(s.usable(l.URL))
	s.exact(limitLine, l.ETag)
	s.hash(l.SHA256)
	s.notNegative(l.Size)
	s.count(len(l.Mirrors), limitFew)
	var mirrors []string
	for _, m := range l.Mirrors {
		if s.usable(m) {
			mirrors = append(mirrors, m)
		}
	}
	l.Mirrors = mirrors
	return s.err()
}

// Sanitize checks and cleans the answer on a publisher display name.
func (n *NameCheck) Sanitize(local bool) error {
	s := &sanitizer{local: local}
	line(&n.Name, &n.Problem)
	s.require(n.Code == "" || ValidID(n.Code))
	s.values(n.Values)
	s.lines(n.Suggestions, limitFew)
	return s.err()
}

// Sanitize checks and cleans a form.
func (f *Form) Sanitize(local bool) error {
	s := &sanitizer{local: local}
	s.id(f.Engagement)
	each(s, f.Types, limitFew, func(s *sanitizer, t *ItemType) {
		s.id(t.ID)
		line(&t.Title)
		each(s, t.Fields, limitFew, func(s *sanitizer, f *Field) {
			s.id(f.ID)
			s.word(f.Kind)
			line(&f.Title)
			text(&f.Help)
			s.count(len(f.Choices), limitChoices)
			s.exact(limitLine, f.Choices...)
			s.notNegative(int64(f.Limit))
		})
	})
	if a := f.Attachments; a != nil {
		s.notNegative(a.Size, int64(a.Count))
		s.count(len(a.Endings), limitFew)
		s.exact(limitLine, a.Endings...)
	}
	return s.err()
}

func (s *sanitizer) item(i *Item) {
	s.id(i.ID, i.Engagement, i.Type)
	s.word(i.State)
	line(&i.Title, &i.Package, &i.Version, &i.Author)
	s.notNegative(int64(i.Votes), int64(i.CommentCount))
	s.count(len(i.Fields), limitFew)
	for name, value := range i.Fields {
		s.id(name)
		i.Fields[name] = CleanText(value, limitText)
	}
	each(s, i.Comments, limitMany, (*sanitizer).comment)
	s.exact(limitLine, i.CommentsNext)
	each(s, i.Attachments, limitMany, (*sanitizer).attachment)
}

func (s *sanitizer) comment(c *Comment) {
	s.id(c.ID)
	line(&c.Author)
	text(&c.Text)
}

func (s *sanitizer) attachment(a *Attachment) {
	s.id(a.ID)
	a.Name = CleanFileName(a.Name)
	s.hash(a.SHA256)
	s.notNegative(a.Size, a.Received)
}

// Sanitize checks and cleans a feedback item.
func (i *Item) Sanitize(local bool) error {
	s := &sanitizer{local: local}
	s.item(i)
	return s.err()
}

// Sanitize checks and cleans a page of items.
func (p *ItemPage) Sanitize(local bool) error {
	s := &sanitizer{local: local}
	each(s, p.Items, limitMany, (*sanitizer).item)
	s.exact(limitLine, p.Next)
	return s.err()
}

// Sanitize checks and cleans a page of comments.
func (p *CommentPage) Sanitize(local bool) error {
	s := &sanitizer{local: local}
	each(s, p.Comments, limitMany, (*sanitizer).comment)
	s.exact(limitLine, p.Next)
	return s.err()
}

// Sanitize checks and cleans a comment.
func (c *Comment) Sanitize(local bool) error {
	s := &sanitizer{local: local}
	s.comment(c)
	return s.err()
}

// Sanitize checks and cleans an attachment.
func (a *Attachment) Sanitize(local bool) error {
	s := &sanitizer{local: local}
	s.attachment(a)
	return s.err()
}

// Sanitize checks and cleans problem details.
func (p *Problem) Sanitize(local bool) error {
	s := &sanitizer{local: local}
	line(&p.Type, &p.Title, &p.Detail, &p.Instance, &p.Contact)
	s.word(p.Access)
	s.perhapsID(p.Agreement, p.Code)
	s.require(p.SHA256 == "" || validHash(p.SHA256))
	s.values(p.Values)
	s.lines(p.Suggestions, limitFew)
	each(s, p.Fields, limitFew, (*sanitizer).field)
	return s.err()
}

func (s *sanitizer) field(f *FieldError) {
	line(&f.Field, &f.Message)
	s.perhapsID(f.Code)
	s.values(f.Values)
}
