import { ApolloClient, CombinedGraphQLErrors, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { ApolloProvider, useMutation, useQuery } from '@apollo/client/react';
import { useState } from 'react';
import { createRoot } from 'react-dom/client';

const COLLECTIONS = gql`query Collections { collections { name items { totalItems } } }`;
const CREATE = gql`mutation Create($name: ID!) { createCollection(input: { name: $name }) { name items { totalItems } } }`;
const DROP = gql`mutation Drop($name: ID!) { dropCollection(name: $name) }`;

/** A client for a server and a key; a collection is told from others by its name, everything else has an `id`. */
function connect(api, key) {
  return new ApolloClient({
    link: new HttpLink({ uri: `${api}/graphql`, headers: { Authorization: `Bearer ${key}` } }),
    cache: new InMemoryCache({ typePolicies: { Collection: { keyFields: ['name'] } } }),
  });
}

/** Which fields are wrong and what would be right, where the server says so; else the sentence for the whole. */
function sentencesOf(error) {
  const faults = CombinedGraphQLErrors.is(error) ? error.errors.flatMap(({ extensions }) => extensions?.errors ?? []) : [];
  return faults.length > 0 ? faults.map(({ name, detail }) => `${name}: ${detail}`) : [error.message];
}

const Mistake = ({ error }) => error && <p role="alert">{sentencesOf(error).join(' ')}</p>;

function Collections() {
  const { data, error } = useQuery(COLLECTIONS);
  const changes = { refetchQueries: ['Collections'], errorPolicy: 'all' };
  const [create, { error: refused }] = useMutation(CREATE, changes);
  const [drop, { error: undropped }] = useMutation(DROP, changes);
  return <>
    <ul>
      {data?.collections?.map(({ name, items }) => <li key={name}>
        {name}, {items?.totalItems} items <button onClick={() => drop({ variables: { name } })}>Drop</button>
      </li>)}
    </ul>
    <form action={(form) => create({ variables: { name: form.get('name') } })}>
      <label>Name <input name="name" /></label><button>Create</button>
    </form>
    <Mistake error={error ?? refused ?? undropped} />
  </>;
}

function Page() {
  const [client, setClient] = useState();
  return <>
    <h1>Collections</h1>
    {client
      ? <ApolloProvider client={client}><Collections /></ApolloProvider>
      : <form action={(form) => setClient(connect(form.get('api'), form.get('key')))}>
        <label>Server <input name="api" type="url" defaultValue="http://127.0.0.1:3000" /></label>
        <label>Key <input name="key" type="password" autoComplete="off" /></label><button>Open</button>
      </form>}
  </>;
}

createRoot(document.getElementById('page')).render(<Page />);
