// Messages of the Airbyte protocol as types. Generated from airbyte_protocol.yaml by `npm run contracts`: edit nothing here.

export type DestinationSyncMode = 'append' | 'overwrite' | 'append_dedup' | 'update' | 'soft_delete'
export type SyncMode = 'full_refresh' | 'incremental'
/**
 * The type of state the other fields represent. Is set to LEGACY, the state data should be read from the `data` field for backwards compatibility. If not set, assume the state object is type LEGACY. GLOBAL means that the state should be read from `global` and means that it represents the state for all the streams. It contains one shared state and individual stream states. PER_STREAM means that the state should be read from `stream`. The state present in this field correspond to the isolated state of the associated stream description.
 *
 */
export type AirbyteStateType = 'GLOBAL' | 'STREAM' | 'LEGACY'
/**
 * the type of trace message
 */
export type TraceType = 'ERROR' | 'ESTIMATE' | 'STREAM_STATUS' | 'ANALYTICS'
/**
 * Estimates are either per-stream (STREAM) or for the entire sync (SYNC). STREAM is preferred, and requires the source to count how many records are about to be emitted per-stream (e.g. there will be 100 rows from this table emitted). For the rare source which cannot tell which stream a record belongs to before reading (e.g. CDC databases), SYNC estimates can be emitted. Sources should not emit both STREAM and SYNC estimates within a sync.
 *
 */
export type EstimateType = 'STREAM' | 'SYNC'
/**
 * The current status of a stream within the context of an executing synchronization job.
 *
 */
export type AirbyteStreamStatus = 'STARTED' | 'RUNNING' | 'COMPLETE' | 'INCOMPLETE'
/**
 * Type of reason
 *
 */
export type AirbyteStreamStatusReasonType = 'RATE_LIMITED'
/**
 * the type of orchestrator message
 */
export type OrchestratorType = 'CONNECTOR_CONFIG'

/**
 * AirbyteProtocol structs
 */
export interface AirbyteProtocol {
  airbyte_message?: AirbyteMessage
  configured_airbyte_catalog?: ConfiguredAirbyteCatalog
}
export interface AirbyteMessage {
  /**
   * Message type
   */
  type:
    | 'RECORD'
    | 'STATE'
    | 'LOG'
    | 'SPEC'
    | 'CONNECTION_STATUS'
    | 'CATALOG'
    | 'TRACE'
    | 'CONTROL'
    | 'DESTINATION_CATALOG'
  log?: AirbyteLogMessage
  spec?: ConnectorSpecification
  connectionStatus?: AirbyteConnectionStatus
  catalog?: AirbyteCatalog
  record?: AirbyteRecordMessage
  state?: AirbyteStateMessage
  trace?: AirbyteTraceMessage
  control?: AirbyteControlMessage
  destination_catalog?: DestinationCatalog
}
export interface AirbyteLogMessage {
  /**
   * log level
   */
  level: 'FATAL' | 'ERROR' | 'WARN' | 'INFO' | 'DEBUG' | 'TRACE'
  /**
   * log message
   */
  message: string
  /**
   * an optional stack trace if the log message corresponds to an exception
   */
  stack_trace?: string
}
/**
 * Specification of a connector (source/destination)
 */
export interface ConnectorSpecification {
  documentationUrl?: string
  changelogUrl?: string
  /**
   * ConnectorDefinition specific blob. Must be a valid JSON string.
   */
  connectionSpecification: {
    [k: string]: unknown
  }
  /**
   * (deprecated) If the connector supports incremental mode or not.
   */
  supportsIncremental?: boolean
  /**
   * If the connector supports normalization or not.
   */
  supportsNormalization?: boolean
  /**
   * If the connector supports DBT or not.
   */
  supportsDBT?: boolean
  /**
   * List of destination sync modes supported by the connector
   */
  supported_destination_sync_modes?: DestinationSyncMode[]
  /**
   * deprecated, switching to advanced_auth instead
   */
  authSpecification?: {
    auth_type?: 'oauth2.0'
    oauth2Specification?: OAuth2Specification
  }
  /**
   * Additional and optional specification object to describe what an 'advanced' Auth flow would need to function.
   *   - A connector should be able to fully function with the configuration as described by the ConnectorSpecification in a 'basic' mode.
   *   - The 'advanced' mode provides easier UX for the user with UI improvements and automations. However, this requires further setup on the
   *   server side by instance or workspace admins beforehand. The trade-off is that the user does not have to provide as many technical
   *   inputs anymore and the auth process is faster and easier to complete.
   */
  advanced_auth?: {
    auth_flow_type?: 'oauth2.0' | 'oauth1.0'
    /**
     * Json Path to a field in the connectorSpecification that should exist for the advanced auth to be applicable.
     */
    predicate_key?: string[]
    /**
     * Value of the predicate_key fields for the advanced auth to be applicable.
     */
    predicate_value?: string
    oauth_config_specification?: OAuthConfigSpecification
  }
  /**
   * the Airbyte Protocol version supported by the connector. Protocol versioning uses SemVer.
   */
  protocol_version?: string
}
/**
 * An object containing any metadata needed to describe this connector's Oauth flow. Deprecated, switching to advanced_auth instead
 */
export interface OAuth2Specification {
  /**
   * A list of strings representing a pointer to the root object which contains any oauth parameters in the ConnectorSpecification. Examples: if oauth parameters were contained inside the top level, rootObject=[] If they were nested inside another object {'credentials': {'app_id' etc...}, rootObject=['credentials'] If they were inside a oneOf {'switch': {oneOf: [{client_id...}, {non_oauth_param]}},  rootObject=['switch', 0]
   */
  rootObject?: (string | number)[]
  /**
   * Pointers to the fields in the rootObject needed to obtain the initial refresh/access tokens for the OAuth flow. Each inner array represents the path in the rootObject of the referenced field. For example. Assume the rootObject contains params 'app_secret', 'app_id' which are needed to get the initial refresh token. If they are not nested in the rootObject, then the array would look like this [['app_secret'], ['app_id']] If they are nested inside an object called 'auth_params' then this array would be [['auth_params', 'app_secret'], ['auth_params', 'app_id']]
   */
  oauthFlowInitParameters?: string[][]
  /**
   * Pointers to the fields in the rootObject which can be populated from successfully completing the oauth flow using the init parameters. This is typically a refresh/access token. Each inner array represents the path in the rootObject of the referenced field.
   */
  oauthFlowOutputParameters?: string[][]
}
export interface OAuthConfigSpecification {
  /**
   * OAuth specific blob. This is a Json Schema used to validate Json configurations used as input to OAuth.
   * Must be a valid non-nested JSON that refers to properties from ConnectorSpecification.connectionSpecification
   * using special annotation 'path_in_connector_config'.
   * These are input values the user is entering through the UI to authenticate to the connector, that might also shared
   * as inputs for syncing data via the connector.
   *
   * Examples:
   *
   * if no connector values is shared during oauth flow, oauth_user_input_from_connector_config_specification=[]
   * if connector values such as 'app_id' inside the top level are used to generate the API url for the oauth flow,
   *   oauth_user_input_from_connector_config_specification={
   *     app_id: {
   *       type: string
   *       path_in_connector_config: ['app_id']
   *     }
   *   }
   * if connector values such as 'info.app_id' nested inside another object are used to generate the API url for the oauth flow,
   *   oauth_user_input_from_connector_config_specification={
   *     app_id: {
   *       type: string
   *       path_in_connector_config: ['info', 'app_id']
   *     }
   *   }
   */
  oauth_user_input_from_connector_config_specification?: {
    [k: string]: unknown
  }
  /**
   * OAuth specific blob. Pertains to the fields defined by the connector relating to the OAuth flow.
   */
  oauth_connector_input_specification?: {
    /**
     * The OAuth Specific string URL string template to initiate the authentication.
     * The placeholders are replaced during the processing to provide neccessary values.
     *
     * Examples:
     *   {
     *     "consent_url": "https://domain.host.com/oauth2/authorize?{{ client_id_key }}={{ client_id_value }}&{{ redirect_uri_key }}={{ {{redirect_uri_value}} | urlEncoder }}&{{ scope_key }}={{ {{scope_key}} | urlEncoder }}&{{ state_key }}={{ state_value }}&subdomain={{ subdomain }}"
     *   }
     */
    consent_url: string
    /**
     * The OAuth Specific string of the scopes needed to be grant for authenticated user.
     *
     * Examples:
     *   {
     *     "scope": "user:read user:read_orders workspaces:read"
     *   }
     */
    scope?: string
    /**
     * The OAuth Specific URL templated string to obtain the `access_token`, `refresh_token` etc.
     * The placeholders are replaced during the processing to provide neccessary values.
     *
     * Examples:
     *   {
     *     "access_token_url": "https://auth.host.com/oauth2/token?{{ client_id_key }}={{ client_id_value }}&{{ client_secret_key }}={{ client_secret_value }}&{{ auth_code_key }}={{ auth_code_value }}&{{ redirect_uri_key }}={{ {{redirect_uri_key}} | urlEncoder }}"
     *   }
     */
    access_token_url: string
    /**
     * The OAuth Specific optional headers to inject while exchanging the `auth_code` to `access_token` during `completeOAuthFlow` step.
     *
     * Examples:
     *   In this example the header value will be encoded with the base64 hash from `client_id` and `client_secret`,
     *   to provide neccessary header to complete auth flow and obtain the `access_token`.
     *
     *   {
     *     "access_token_headers": {
     *         "Authorization": "Basic {{ {{ client_id_value }}:{{ client_secret_value }} | base64Encoder }}"
     *     }
     *   }
     */
    access_token_headers?: {
      [k: string]: unknown
    }
    /**
     * The OAuth Specific optional query parameters to inject while exchanging the `auth_code` to `access_token` during `completeOAuthFlow` step.
     * When this property is provided, the query params are encoded as `Json string` and passed to the outgoing API request.
     *
     * Examples:
     *   {
     *     "access_token_params": {
     *         "my_query_param": "param_value",
     *         "{{ client_id_key }}": "{{ client_id_value }}"
     *     }
     *   }
     */
    access_token_params?: {
      [k: string]: unknown
    }
    /**
     * The OAuth Specific list of strings to indicate which keys should be extracted and returned back to the input config.
     *
     * Examples:
     *   In this example, once the OAuthFlow has been completed successfully,
     *   the `access_token`, `refresh_token` and other fields like `other_field` will be checked and extracted from the OAuthOutput.
     *
     *   {
     *     "extract_output": ["access_token", "refresh_token", "other_field"]
     *   }
     */
    extract_output?: string[]
    /**
     * The OAuth Specific object to provide the criteria of how the `state` query param should be constructed,
     * including length and complexity.
     *
     * Examples:
     *   {
     *     "state": {
     *       "min": 7,
     *       "max": 128,
     *     }
     *   }
     */
    state?: {
      min?: number
      max?: number
    }
    /**
     * The OAuth Specific optional override to provide the custom `client_id` key name, if required by data-provider.
     *
     * Examples:
     *   {
     *     "client_id_key": "my_custom_client_id_key_name"
     *   }
     */
    client_id_key?: string
    /**
     * The OAuth Specific optional override to provide the custom `client_secret` key name, if required by data-provider.
     *
     * Examples:
     *   {
     *     "client_secret_key": "my_custom_client_secret_key_name"
     *   }
     */
    client_secret_key?: string
    /**
     * The OAuth Specific optional override to provide the custom `scope` key name, if required by data-provider.
     *
     * Examples:
     *   {
     *     "scope_key": "my_custom_scope_key_key_name"
     *   }
     */
    scope_key?: string
    /**
     * The OAuth Specific optional override to provide the custom `state` key name, if required by data-provider.
     *
     * Examples:
     *   {
     *     "state_key": "my_custom_state_key_key_name"
     *   }
     */
    state_key?: string
    /**
     * The OAuth Specific optional override to provide the custom `code` key name to something like `auth_code` or `custom_auth_code`, if required by data-provider.
     *
     * Examples:
     *   {
     *     "auth_code_key": "my_custom_auth_code_key_name"
     *   }
     */
    auth_code_key?: string
    /**
     * The OAuth Specific optional override to provide the custom `redirect_uri` key name to something like `callback_uri`, if required by data-provider.
     *
     * Examples:
     *   {
     *     "redirect_uri_key": "my_custom_redirect_uri_key_name"
     *   }
     */
    redirect_uri_key?: string
    /**
     * The OAuth Specific optional override to provide the custom key name to something like `expires_at`, if required by data-provider.
     *
     * Examples:
     *   {
     *     "token_expiry_key": "expires_at"
     *   }
     */
    token_expiry_key?: string
    [k: string]: unknown
  }
  /**
   * OAuth specific blob. This is a Json Schema used to validate Json configurations produced by the OAuth flows as they are
   * returned by the distant OAuth APIs.
   * Must be a valid JSON describing the fields to merge back to `ConnectorSpecification.connectionSpecification`.
   * For each field, a special annotation `path_in_connector_config` can be specified to determine where to merge it,
   *
   * Examples:
   *     With a `refresh_token` in the `oauth response`:
   *
   *     complete_oauth_output_specification={
   *       refresh_token: {
   *         type: string,
   *         path_in_connector_config: ['credentials', 'refresh_token'],
   *         path_in_oauth_response: ['refresh_token']
   *       }
   *     }
   *
   *     With a nested `refresh_token` under the `data` object, in the `oauth response`:
   *
   *     complete_oauth_output_specification={
   *       refresh_token: {
   *         type: string,
   *         path_in_connector_config: ['credentials', 'refresh_token'],
   *         path_in_oauth_response: ['data', 'refresh_token']
   *       }
   *     }
   */
  complete_oauth_output_specification?: {
    [k: string]: unknown
  }
  /**
   * OAuth specific blob. This is a Json Schema used to validate Json configurations persisted as Airbyte Server configurations.
   * Must be a valid non-nested JSON describing additional fields configured by the Airbyte Instance or Workspace Admins to be used by the
   * server when completing an OAuth flow (typically exchanging an auth code for refresh token).
   *
   * Examples:
   *
   *     complete_oauth_server_input_specification={
   *       client_id: {
   *         type: string
   *       },
   *       client_secret: {
   *         type: string
   *       }
   *     }
   */
  complete_oauth_server_input_specification?: {
    [k: string]: unknown
  }
  /**
   * OAuth specific blob. This is a Json Schema used to validate Json configurations persisted as Airbyte Server configurations that
   * also need to be merged back into the connector configuration at runtime.
   * This is a subset configuration of `complete_oauth_server_input_specification` that filters fields out to retain only the ones that
   * are necessary for the connector to function with OAuth. (some fields could be used during oauth flows but not needed afterwards, therefore
   * they would be listed in the `complete_oauth_server_input_specification` but not `complete_oauth_server_output_specification`)
   * Must be a valid non-nested JSON describing additional fields configured by the Airbyte Instance or Workspace Admins to be used by the
   * connector when using OAuth flow APIs.
   * These fields are to be merged back to `ConnectorSpecification.connectionSpecification`.
   * For each field, a special annotation `path_in_connector_config` can be specified to determine where to merge it,
   *
   * Examples:
   *
   *       complete_oauth_server_output_specification={
   *         client_id: {
   *           type: string,
   *           path_in_connector_config: ['credentials', 'client_id']
   *         },
   *         client_secret: {
   *           type: string,
   *           path_in_connector_config: ['credentials', 'client_secret']
   *         }
   *       }
   */
  complete_oauth_server_output_specification?: {
    [k: string]: unknown
  }
}
/**
 * Airbyte connection status
 */
export interface AirbyteConnectionStatus {
  status: 'SUCCEEDED' | 'FAILED'
  message?: string
}
/**
 * Airbyte stream schema catalog
 */
export interface AirbyteCatalog {
  streams: AirbyteStream[]
}
export interface AirbyteStream {
  /**
   * Stream's name.
   */
  name: string
  /**
   * Stream schema using Json Schema specs.
   */
  json_schema: {
    [k: string]: unknown
  }
  /**
   * List of sync modes supported by this stream.
   *
   * @minItems 1
   */
  supported_sync_modes: [SyncMode, ...SyncMode[]]
  /**
   * If the source defines the cursor field, then any other cursor field inputs will be ignored. If it does not,
   * either the user_provided one is used, or the default one is used as a backup. This field must be set if
   * is_resumable is set to true, including resumable full refresh synthetic cursors.
   */
  source_defined_cursor?: boolean
  /**
   * Path to the field that will be used to determine if a record is new or modified since the last sync. If not provided by the source, the end user will have to specify the comparable themselves.
   */
  default_cursor_field?: string[]
  /**
   * If the source defines the primary key, paths to the fields that will be used as a primary key. If not provided by the source, the end user will have to specify the primary key themselves.
   */
  source_defined_primary_key?: string[][]
  /**
   * Optional Source-defined namespace. Currently only used by JDBC destinations to determine what schema to write to. Airbyte streams from the same sources should have the same namespace.
   */
  namespace?: string
  /**
   * If the stream is resumable or not. Should be set to true if the stream supports incremental. Defaults to false.
   * Primarily used by the Platform in Full Refresh to determine if a Full Refresh stream should actually be treated as incremental within a job.
   */
  is_resumable?: boolean
  /**
   * This stream describes a stream of files and their metadata.
   */
  is_file_based?: boolean
}
export interface AirbyteRecordMessage {
  /**
   * namespace the data is associated with
   */
  namespace?: string
  /**
   * stream the data is associated with
   */
  stream: string
  /**
   * record data
   */
  data: {
    [k: string]: unknown
  }
  /**
   * when the data was emitted from the source. epoch in millisecond.
   */
  emitted_at: number
  meta?: AirbyteRecordMessageMeta
  file_reference?: AirbyteRecordMessageFileReference
}
export interface AirbyteRecordMessageMeta {
  /**
   * Lists of changes to the content of this record which occurred during syncing
   */
  changes?: AirbyteRecordMessageMetaChange[]
}
export interface AirbyteRecordMessageMetaChange {
  /**
   * The field that had the change occur (required)
   */
  field: string
  /**
   * The type of change that occurred
   */
  change: 'NULLED' | 'TRUNCATED'
  /**
   * The reason that the change occurred
   */
  reason:
    | 'SOURCE_RECORD_SIZE_LIMITATION'
    | 'DESTINATION_RECORD_SIZE_LIMITATION'
    | 'PLATFORM_RECORD_SIZE_LIMITATION'
    | 'SOURCE_FIELD_SIZE_LIMITATION'
    | 'DESTINATION_FIELD_SIZE_LIMITATION'
    | 'PLATFORM_FIELD_SIZE_LIMITATION'
    | 'SOURCE_SERIALIZATION_ERROR'
    | 'DESTINATION_SERIALIZATION_ERROR'
    | 'PLATFORM_SERIALIZATION_ERROR'
    | 'SOURCE_RETRIEVAL_ERROR'
    | 'DESTINATION_TYPECAST_ERROR'
}
export interface AirbyteRecordMessageFileReference {
  /**
   * The absolute path to the referenced file in the staging area.
   */
  staging_file_url?: string
  /**
   * The relative path to the referenced file in source.
   */
  source_file_relative_path?: string
  /**
   * The size of the referenced file in bytes.
   */
  file_size_bytes?: number
}
export interface AirbyteStateMessage {
  type?: AirbyteStateType
  stream?: AirbyteStreamState
  global?: AirbyteGlobalState
  /**
   * (Deprecated) the state data
   */
  data?: {
    [k: string]: unknown
  }
  sourceStats?: AirbyteStateStats
  destinationStats?: AirbyteStateStats
}
export interface AirbyteStreamState {
  stream_descriptor: StreamDescriptor
  stream_state?: AirbyteStateBlob
}
export interface StreamDescriptor {
  name: string
  namespace?: string
}
/**
 * the state data
 */
export interface AirbyteStateBlob {
  [k: string]: unknown
}
export interface AirbyteGlobalState {
  shared_state?: AirbyteStateBlob
  stream_states: AirbyteStreamState[]
}
export interface AirbyteStateStats {
  /**
   * the number of records which were emitted for this state message, for this stream or global. While the value should always be a round number, it is defined as a double to account for integer overflows, and the value should always have a decimal point for proper serialization.
   */
  recordCount?: number
  /**
   * the number of records which were rejected for this state message, for this stream or global. While the value should always be a round number, it is defined as a double to account for integer overflows, and the value should always have a decimal point for proper serialization.
   *
   */
  rejectedRecordCount?: number
}
export interface AirbyteTraceMessage {
  type: TraceType
  /**
   * the time in ms that the message was emitted
   */
  emitted_at: number
  error?: AirbyteErrorTraceMessage
  estimate?: AirbyteEstimateTraceMessage
  stream_status?: AirbyteStreamStatusTraceMessage
  analytics?: AirbyteAnalyticsTraceMessage
}
export interface AirbyteErrorTraceMessage {
  /**
   * A user-friendly message that indicates the cause of the error
   */
  message: string
  /**
   * The internal error that caused the failure
   */
  internal_message?: string
  /**
   * The full stack trace of the error
   */
  stack_trace?: string
  /**
   * The type of error
   */
  failure_type?: 'system_error' | 'config_error' | 'transient_error'
  stream_descriptor?: StreamDescriptor
}
export interface AirbyteEstimateTraceMessage {
  /**
   * The name of the stream
   */
  name: string
  type: EstimateType
  /**
   * The namespace of the stream
   */
  namespace?: string
  /**
   * The estimated number of rows to be emitted by this sync for this stream
   */
  row_estimate?: number
  /**
   * The estimated number of bytes to be emitted by this sync for this stream
   */
  byte_estimate?: number
}
export interface AirbyteStreamStatusTraceMessage {
  stream_descriptor: StreamDescriptor
  status: AirbyteStreamStatus
  /**
   * The reasons associated with the status of the stream
   */
  reasons?: AirbyteStreamStatusReason[]
}
/**
 * The reason associated with the status of the stream.
 *
 */
export interface AirbyteStreamStatusReason {
  type: AirbyteStreamStatusReasonType
  rate_limited?: AirbyteStreamStatusRateLimitedReason
}
/**
 * Rate Limited Information
 */
export interface AirbyteStreamStatusRateLimitedReason {
  /**
   * Optional time in ms representing when the API quota is going to be reset
   */
  quota_reset?: number
}
/**
 * A message to communicate usage information about the connector which is not captured by regular sync analytics because it's specific to the connector internals.
 * This is useful to understand how the connector is used and how to improve it. Each message is an event with a type and an optional payload value (both of them being strings). The event types should not be dynamically generated but defined statically. The payload value is optional and can contain arbitrary strings.
 */
export interface AirbyteAnalyticsTraceMessage {
  /**
   * The event type - should be a static string. Keep in mind that all strings are shared across all connectors.
   */
  type: string
  /**
   * The value of the event - can be an arbitrary string. In case the value is numeric, it should be converted to a string. Casting for analytics purposes can happen in the warehouse.
   */
  value?: string
}
export interface AirbyteControlMessage {
  type: OrchestratorType
  /**
   * the time in ms that the message was emitted
   */
  emitted_at: number
  connectorConfig?: AirbyteControlConnectorConfigMessage
}
export interface AirbyteControlConnectorConfigMessage {
  /**
   * the config items from this connector's spec to update
   */
  config: {
    [k: string]: unknown
  }
}
/**
 * Catalog for a destination
 */
export interface DestinationCatalog {
  /**
   * An array of operations that can be performed on destination objects.
   */
  operations: DestinationOperation[]
}
/**
 * A possible operation on a destination object.
 */
export interface DestinationOperation {
  /**
   * The name of the destination object.
   */
  object_name: string
  sync_mode: DestinationSyncMode
  /**
   * Stream schema using Json Schema specs.
   */
  json_schema: {
    [k: string]: unknown
  }
  /**
   * A list of keys that can be used to match a record in the destination object. The inner array of strings represents a nested object path.
   */
  matching_keys?: string[][]
}
/**
 * Airbyte stream schema catalog
 */
export interface ConfiguredAirbyteCatalog {
  streams: ConfiguredAirbyteStream[]
}
export interface ConfiguredAirbyteStream {
  stream: AirbyteStream
  sync_mode: SyncMode
  /**
   * Path to the field that will be used to determine if a record is new or modified since the last sync. This field is REQUIRED if `sync_mode` is `incremental`. Otherwise it is ignored.
   */
  cursor_field?: string[]
  destination_sync_mode: DestinationSyncMode
  destination_object_name?: string
  /**
   * Paths to the fields that will be used as primary key. This field is REQUIRED if `destination_sync_mode` is `*_dedup`. Otherwise it is ignored.
   */
  primary_key?: string[][]
  /**
   * Monotically increasing numeric id representing the current generation of a stream. This id can be shared across syncs.
   * If this is null, it means that the platform is not supporting the refresh and it is expected that no extra id will be added to the records and no data from previous generation will be cleanup.
   */
  generation_id?: number
  /**
   * The minimum generation id which is needed in a stream. If it is present, the destination will try to delete the data that are part of a generation lower than this property. If the minimum generation is equals to 0, no data deletion is expected from the destiantion
   * If this is null, it means that the platform is not supporting the refresh and it is expected that no extra id will be added to the records and no data from previous generation will be cleanup.
   */
  minimum_generation_id?: number
  /**
   * Monotically increasing numeric id representing the current sync id. This is aimed to be unique per sync.
   * If this is null, it means that the platform is not supporting the refresh and it is expected that no extra id will be added to the records and no data from previous generation will be cleanup.
   */
  sync_id?: number
  /**
   * If the stream is_file_based, determines whether to include the associated files in the sync. Otherwise, this property will be ignored.
   */
  include_files?: boolean
}
