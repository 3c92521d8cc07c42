package service

import (
	"context"
	"database/sql"
	"errors"
	"strconv"
	"strings"
	"time"

	"github.com/go-json-experiment/json"

	"github.com/programconnect/programconnect/internal/api"
)

// registered is a registration as it is kept.
type registered struct {
	data     api.Registration
	verified bool
	created  time.Time
}

// registration reads a person's registration; nil when there is none.
func (s *Service) registration(ctx context.Context, r reader, person string) (*registered, error) {
	var reg registered
	var data string
	var created int64
	err := r.QueryRowContext(ctx, "SELECT data, email_verified, created FROM registrations WHERE person=?", person).Scan(&data, &reg.verified, &created)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	reg.created = moment(created)
	return &reg, json.Unmarshal([]byte(data), &reg.data)
}

// postRegistration registers the person once. The unique index on the folded name decides between people who want the same.
func (s *Service) postRegistration(q *request) (any, error) {
	r, err := readRegistration(q)
	if err != nil {
		return nil, err
	}
	if access, err := s.accessTo(q.Context(), s.store.db, q.person, ""); err != nil {
		return nil, err
	} else if access.First && !access.Granted() {
		return nil, accessProblem(access, "this program")
	}
	err = s.store.write(q.Context(), func(tx *sql.Tx) error {
		present, err := s.registration(q.Context(), tx, q.person.ID())
		if err != nil {
			return err
		}
		if present != nil {
			return conflictProblem("You are registered already.", "Change the registration instead.")
		}
		return s.saveRegistration(q.Context(), tx, q.person, r, false)
	})
	if err != nil {
		return nil, err
	}
	if err := s.sendCode(q.Context(), q.person.ID()); err != nil {
		s.config.Log.Warn("a verification code was not sent", "request", q.w.Header().Get("Request-Id")) // the person can ask again
	}
	return s.status(q.Context(), q.person)
}

// putRegistration changes what may change. A new e-mail address waits for its code.
func (s *Service) putRegistration(q *request) (any, error) {
	r, err := readRegistration(q)
	if err != nil {
		return nil, err
	}
	moved := false
	err = s.store.write(q.Context(), func(tx *sql.Tx) error {
		present, err := s.registration(q.Context(), tx, q.person.ID())
		switch {
		case err != nil:
			return err
		case present == nil:
			return registrationProblem()
		}
		if fixed := fixedFields(present.data, r); len(fixed) > 0 {
			p := refuse(api.ProblemFixed, 409, "Country or region and account type stay as they are.", "")
			p.Fields = fixed
			return p
		}
		moved = !strings.EqualFold(present.data.Contact.Email, r.Contact.Email)
		return s.saveRegistration(q.Context(), tx, q.person, r, present.verified && !moved)
	})
	if err != nil {
		return nil, err
	}
	if moved {
		if err := s.sendCode(q.Context(), q.person.ID()); err != nil {
			s.config.Log.Warn("a verification code was not sent", "request", q.w.Header().Get("Request-Id"))
		}
	}
	return s.status(q.Context(), q.person)
}

func readRegistration(q *request) (api.Registration, error) {
	var r api.Registration
	if err := q.read(&r); err != nil {
		return r, err
	}
	r = r.Clean()
	if wrong := r.Check(); len(wrong) > 0 {
		return r, fieldsProblem(wrong...)
	}
	return r, nil
}

func fixedFields(before, after api.Registration) []api.FieldError {
	var fixed []api.FieldError
	if before.Country != after.Country {
		fixed = append(fixed, api.FieldError{Field: "country", Message: "The country or region can't be changed after registering."})
	}
	if before.AccountType != after.AccountType {
		fixed = append(fixed, api.FieldError{Field: "account_type", Message: "The account type can't be changed after registering."})
	}
	return fixed
}

// saveRegistration writes a registration unless its name belongs to another person.
func (s *Service) saveRegistration(ctx context.Context, tx *sql.Tx, p Identity, r api.Registration, verified bool) error {
	free, err := nameFree(ctx, tx, r.PublisherName, p.ID())
	if err != nil {
		return err
	}
	if !free {
		problem := refuse(api.ProblemNameTaken, 409, "This publisher display name is taken.", "")
		problem.Fields = []api.FieldError{{Field: "publisher_name", Message: "This publisher display name is taken."}}
		problem.Suggestions, err = suggestNames(ctx, tx, r.PublisherName, r.Country, p.ID())
		return errors.Join(problem, err)
	}
	data, err := json.Marshal(r)
	if err != nil {
		return requestProblem(400, "The registration holds characters that are no text.")
	}
	now := stamp(s.now())
	_, err = tx.ExecContext(ctx, `INSERT INTO registrations VALUES (?,?,?,?,?,?) ON CONFLICT(person) DO UPDATE SET
		name_key=excluded.name_key, data=excluded.data, email_verified=excluded.email_verified, modified=excluded.modified`,
		p.ID(), api.FoldName(r.PublisherName), string(data), verified, now, now)
	return err
}

func nameFree(ctx context.Context, r reader, name, person string) (bool, error) {
	var owner string
	err := r.QueryRowContext(ctx, "SELECT person FROM registrations WHERE name_key=?", api.FoldName(name)).Scan(&owner)
	if errors.Is(err, sql.ErrNoRows) {
		return true, nil
	}
	return owner == person, err
}

// suggestNames gives up to three names near the taken one that are free now.
func suggestNames(ctx context.Context, r reader, name, country, person string) ([]string, error) {
	endings := []string{" Studio", " Labs", " " + country}
	for n := 2; n <= 30; n++ {
		endings = append(endings, " "+strconv.Itoa(n))
	}
	var found []string
	for _, ending := range endings {
		if strings.TrimSpace(ending) == "" {
			continue
		}
		candidate := shorten(name, api.NameLength-api.CountCharacters(ending)) + ending
		if api.CheckName(candidate) != "" {
			continue
		}
		free, err := nameFree(ctx, r, candidate, person)
		if err != nil {
			return found, err
		}
		if free {
			found = append(found, candidate)
		}
		if len(found) == 3 {
			break
		}
	}
	return found, nil
}

func shorten(name string, characters int) string {
	runes := []rune(name)
	if len(runes) > characters {
		runes = runes[:characters]
	}
	return strings.TrimSpace(string(runes))
}

// getPublisherName tells whether a name is free for this person.
func (s *Service) getPublisherName(q *request) (any, error) {
	name := q.URL.Query().Get("name")
	check := api.NameCheck{Name: name, Problem: api.CheckName(name)}
	if check.Problem != "" {
		return check, nil
	}
	free, err := nameFree(q.Context(), s.store.db, name, q.person.ID())
	if err != nil {
		return nil, err
	}
	check.Free = free
	if !free {
		check.Problem = "This publisher display name is taken."
		check.Suggestions, err = suggestNames(q.Context(), s.store.db, name, "", q.person.ID())
	}
	return check, err
}
